-- Groups of people as a platform keeps them: user groups. They are replaced whole whenever the platform says that they changed.
CREATE TABLE member_groups (
    id              TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    connection_id   TEXT NOT NULL REFERENCES connections (id),
    external_id     TEXT NOT NULL,
    name            TEXT NOT NULL,
    UNIQUE (connection_id, external_id)
);

CREATE TABLE group_members (
    group_id        TEXT NOT NULL REFERENCES member_groups (id),
    member_id       TEXT NOT NULL REFERENCES members (id),
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    PRIMARY KEY (group_id, member_id)
);

-- Who is asked for opinions: members and groups; without a row it is everybody.
CREATE TABLE check_in_invitees (
    check_in_id     TEXT NOT NULL REFERENCES check_ins (id),
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    member_id       TEXT REFERENCES members (id),
    group_id        TEXT REFERENCES member_groups (id)
);
CREATE INDEX invitees_of_check_in ON check_in_invitees (check_in_id);

-- Somebody outside the audience who reports a fact is asked for that alone.
ALTER TABLE round_participants ADD COLUMN only_facts INTEGER NOT NULL DEFAULT 0;
