-- Hours and the wish for fewer messages, per person; null hours are the organisation's.
ALTER TABLE members ADD COLUMN work_from text;
ALTER TABLE members ADD COLUMN work_to text;
ALTER TABLE members ADD COLUMN work_days text;
ALTER TABLE members ADD COLUMN volume text NOT NULL DEFAULT 'Everything';
ALTER TABLE members ADD COLUMN forgotten_at timestamptz;

ALTER TABLE check_ins ADD COLUMN is_anonymous boolean NOT NULL DEFAULT FALSE;
ALTER TABLE rounds ADD COLUMN is_anonymous boolean NOT NULL DEFAULT FALSE;

-- The decision that took this one's place; the entry itself is never edited.
ALTER TABLE decisions ADD COLUMN superseded_by bigint;

-- Companion's own records are measured after each decision, and daily.
ALTER TABLE organisations ADD COLUMN measured_number bigint NOT NULL DEFAULT -1;
ALTER TABLE organisations ADD COLUMN measured_at timestamptz;

-- Who is asked for a fact; without a row it is the unit's first owner. The unit is its key, "gate" for the stability gate.
CREATE TABLE reporters (
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    unit            text NOT NULL,
    criterion       text NOT NULL,
    member_id       uuid NOT NULL REFERENCES members (id),
    PRIMARY KEY (organisation_id, unit, criterion)
);

-- A code by which two identities become one person; it counts once both sides have confirmed it.
CREATE TABLE link_codes (
    code_hash       text NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    member_id       uuid NOT NULL REFERENCES members (id),
    other_id        uuid REFERENCES members (id),
    expires_at      timestamptz NOT NULL
);

-- What people changed lately, for "undo": the command line that takes it back, or the decision that would have to be superseded.
CREATE TABLE changes (
    id              uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    member_id       uuid NOT NULL REFERENCES members (id),
    at              timestamptz NOT NULL,
    says            text NOT NULL,
    subject         text NOT NULL,
    back            text,
    decision        bigint
);
CREATE INDEX changes_of_member ON changes (organisation_id, member_id, at);

-- What somebody asked to take away, until it expires. Only the hash of its address is kept.
CREATE TABLE exports (
    token_hash      text NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    member_id       uuid NOT NULL REFERENCES members (id),
    format          text NOT NULL,
    expires_at      timestamptz NOT NULL
);
