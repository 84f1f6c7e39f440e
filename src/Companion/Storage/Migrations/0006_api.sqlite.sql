-- What machines hand in and read with: only the hash of a token is kept. Revoked ones stay, so that the list says who could send evidence, and when.
CREATE TABLE api_tokens (
    id              TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    name            TEXT NOT NULL,
    token_hash      TEXT NOT NULL UNIQUE,
    scopes          TEXT NOT NULL,
    unit_id         TEXT REFERENCES units (id),
    made_by         TEXT REFERENCES members (id),
    made_at         TEXT NOT NULL,
    expires_at      TEXT NOT NULL,
    revoked_by      TEXT REFERENCES members (id),
    revoked_at      TEXT,
    last_used_at    TEXT
);
CREATE INDEX api_tokens_of_organisation ON api_tokens (organisation_id, made_at);
CREATE UNIQUE INDEX api_tokens_by_name ON api_tokens (organisation_id, name) WHERE revoked_at IS NULL;

-- The first answer to each Idempotency-Key: a repeat of the same body gets it again and has no second effect.
CREATE TABLE api_answers (
    token_id        TEXT NOT NULL REFERENCES api_tokens (id),
    key             TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    body_hash       TEXT NOT NULL,
    answer          TEXT NOT NULL,
    at              TEXT NOT NULL,
    PRIMARY KEY (token_id, key)
);
CREATE INDEX api_answers_by_age ON api_answers (at);
