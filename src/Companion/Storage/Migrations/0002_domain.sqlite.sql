-- Hours and the wish for fewer messages, per person; null hours are the organisation's.
ALTER TABLE members ADD COLUMN work_from TEXT;
ALTER TABLE members ADD COLUMN work_to TEXT;
ALTER TABLE members ADD COLUMN work_days TEXT;
ALTER TABLE members ADD COLUMN volume TEXT NOT NULL DEFAULT 'Everything';
ALTER TABLE members ADD COLUMN forgotten_at TEXT;

ALTER TABLE check_ins ADD COLUMN is_anonymous INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rounds ADD COLUMN is_anonymous INTEGER NOT NULL DEFAULT 0;

-- The decision that took this one's place; the entry itself is never edited.
ALTER TABLE decisions ADD COLUMN superseded_by INTEGER;

-- Companion's own records are measured after each decision, and daily.
ALTER TABLE organisations ADD COLUMN measured_number INTEGER NOT NULL DEFAULT -1;
ALTER TABLE organisations ADD COLUMN measured_at TEXT;

-- Who is asked for a fact; without a row it is the unit's first owner. The unit is its key, "gate" for the stability gate.
CREATE TABLE reporters (
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    unit            TEXT NOT NULL,
    criterion       TEXT NOT NULL,
    member_id       TEXT NOT NULL REFERENCES members (id),
    PRIMARY KEY (organisation_id, unit, criterion)
);

-- A code by which two identities become one person; it counts once both sides have confirmed it.
CREATE TABLE link_codes (
    code_hash       TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    member_id       TEXT NOT NULL REFERENCES members (id),
    other_id        TEXT REFERENCES members (id),
    expires_at      TEXT NOT NULL
);

-- What people changed lately, for "undo": the command line that takes it back, or the decision that would have to be superseded.
CREATE TABLE changes (
    id              TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    member_id       TEXT NOT NULL REFERENCES members (id),
    at              TEXT NOT NULL,
    says            TEXT NOT NULL,
    subject         TEXT NOT NULL,
    back            TEXT,
    decision        INTEGER
);
CREATE INDEX changes_of_member ON changes (organisation_id, member_id, at);

-- What somebody asked to take away, until it expires. Only the hash of its address is kept.
CREATE TABLE exports (
    token_hash      TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    member_id       TEXT NOT NULL REFERENCES members (id),
    format          TEXT NOT NULL,
    expires_at      TEXT NOT NULL
);
