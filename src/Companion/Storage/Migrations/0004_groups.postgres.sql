-- Groups of people as a platform keeps them: user groups. They are replaced whole whenever the platform says that they changed.
CREATE TABLE member_groups (
    id              uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    connection_id   uuid NOT NULL REFERENCES connections (id),
    external_id     text NOT NULL,
    name            text COLLATE "C" NOT NULL,
    UNIQUE (connection_id, external_id)
);

CREATE TABLE group_members (
    group_id        uuid NOT NULL REFERENCES member_groups (id),
    member_id       uuid NOT NULL REFERENCES members (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    PRIMARY KEY (group_id, member_id)
);

-- Who is asked for opinions: members and groups; without a row it is everybody.
CREATE TABLE check_in_invitees (
    check_in_id     uuid NOT NULL REFERENCES check_ins (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    member_id       uuid REFERENCES members (id),
    group_id        uuid REFERENCES member_groups (id)
);
CREATE INDEX invitees_of_check_in ON check_in_invitees (check_in_id);

-- Somebody outside the audience who reports a fact is asked for that alone.
ALTER TABLE round_participants ADD COLUMN only_facts boolean NOT NULL DEFAULT FALSE;
