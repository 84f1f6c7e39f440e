-- What machines hand in and read with: only the hash of a token is kept. Revoked ones stay, so that the list says who could send evidence, and when.
CREATE TABLE api_tokens (
    id              uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    name            text COLLATE "C" NOT NULL,
    token_hash      text NOT NULL UNIQUE,
    scopes          text NOT NULL,
    unit_id         uuid REFERENCES units (id),
    made_by         uuid REFERENCES members (id),
    made_at         timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    revoked_by      uuid REFERENCES members (id),
    revoked_at      timestamptz,
    last_used_at    timestamptz
);
CREATE INDEX api_tokens_of_organisation ON api_tokens (organisation_id, made_at);
CREATE UNIQUE INDEX api_tokens_by_name ON api_tokens (organisation_id, name) WHERE revoked_at IS NULL;

-- The first answer to each Idempotency-Key: a repeat of the same body gets it again and has no second effect.
CREATE TABLE api_answers (
    token_id        uuid NOT NULL REFERENCES api_tokens (id),
    key             text NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    body_hash       text NOT NULL,
    answer          text NOT NULL,
    at              timestamptz NOT NULL,
    PRIMARY KEY (token_id, key)
);
CREATE INDEX api_answers_by_age ON api_answers (at);
