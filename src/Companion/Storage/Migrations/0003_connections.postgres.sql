-- A chat that was uninstalled goes quiet and comes back with its data. Details are the platform's own, the secret is protected by the platform before it comes here.
ALTER TABLE connections ADD COLUMN state text NOT NULL DEFAULT 'Active';
ALTER TABLE connections ADD COLUMN quiet_since timestamptz;
ALTER TABLE connections ADD COLUMN quiet_reason text;
ALTER TABLE connections ADD COLUMN details text NOT NULL DEFAULT '{}';
ALTER TABLE connections ADD COLUMN secret text;

-- What the platform last said about a person: what people choose here themselves stays.
ALTER TABLE identities ADD COLUMN name text;
ALTER TABLE identities ADD COLUMN zone text;
ALTER TABLE identities ADD COLUMN is_guest boolean NOT NULL DEFAULT FALSE;
ALTER TABLE identities ADD COLUMN is_admin boolean NOT NULL DEFAULT FALSE;
ALTER TABLE identities ADD COLUMN checked_at timestamptz;

-- Where messages can be put: a person's own conversation with the bot, a channel, a group.
CREATE TABLE conversations (
    connection_id   uuid NOT NULL REFERENCES connections (id),
    external_id     text NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    kind            text NOT NULL,
    member_id       uuid REFERENCES members (id),
    name            text NOT NULL,
    details         text NOT NULL DEFAULT '{}',
    inactive_reason text,
    seen_at         timestamptz NOT NULL,
    PRIMARY KEY (connection_id, external_id)
);
CREATE INDEX conversations_of_member ON conversations (member_id, connection_id);

-- The conversation in which a unit's news appear; the unit is its key, empty for the whole organisation's.
CREATE TABLE channels (
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    unit            text COLLATE "C" NOT NULL,
    connection_id   uuid NOT NULL REFERENCES connections (id),
    conversation    text NOT NULL,
    PRIMARY KEY (organisation_id, unit)
);

-- A code by which a second chat joins an organisation.
CREATE TABLE join_codes (
    code_hash       text NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    member_id       uuid NOT NULL REFERENCES members (id),
    expires_at      timestamptz NOT NULL
);
