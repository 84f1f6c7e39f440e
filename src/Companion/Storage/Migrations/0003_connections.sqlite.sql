-- A chat that was uninstalled goes quiet and comes back with its data. Details are the platform's own, the secret is protected by the platform before it comes here.
ALTER TABLE connections ADD COLUMN state TEXT NOT NULL DEFAULT 'Active';
ALTER TABLE connections ADD COLUMN quiet_since TEXT;
ALTER TABLE connections ADD COLUMN quiet_reason TEXT;
ALTER TABLE connections ADD COLUMN details TEXT NOT NULL DEFAULT '{}';
ALTER TABLE connections ADD COLUMN secret TEXT;

-- What the platform last said about a person: what people choose here themselves stays.
ALTER TABLE identities ADD COLUMN name TEXT;
ALTER TABLE identities ADD COLUMN zone TEXT;
ALTER TABLE identities ADD COLUMN is_guest INTEGER NOT NULL DEFAULT 0;
ALTER TABLE identities ADD COLUMN is_admin INTEGER NOT NULL DEFAULT 0;
ALTER TABLE identities ADD COLUMN checked_at TEXT;

-- Where messages can be put: a person's own conversation with the bot, a channel, a group.
CREATE TABLE conversations (
    connection_id   TEXT NOT NULL REFERENCES connections (id),
    external_id     TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    kind            TEXT NOT NULL,
    member_id       TEXT REFERENCES members (id),
    name            TEXT NOT NULL,
    details         TEXT NOT NULL DEFAULT '{}',
    inactive_reason TEXT,
    seen_at         TEXT NOT NULL,
    PRIMARY KEY (connection_id, external_id)
);
CREATE INDEX conversations_of_member ON conversations (member_id, connection_id);

-- The conversation in which a unit's news appear; the unit is its key, empty for the whole organisation's.
CREATE TABLE channels (
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    unit            TEXT NOT NULL,
    connection_id   TEXT NOT NULL REFERENCES connections (id),
    conversation    TEXT NOT NULL,
    PRIMARY KEY (organisation_id, unit)
);

-- A code by which a second chat joins an organisation.
CREATE TABLE join_codes (
    code_hash       TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    member_id       TEXT NOT NULL REFERENCES members (id),
    expires_at      TEXT NOT NULL
);
