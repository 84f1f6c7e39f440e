-- Instants are text in UTC with milliseconds, ids are text, decimals are text: see TypeHandlers.cs. Every row belongs to one organisation.

CREATE TABLE organisations (
    id              TEXT NOT NULL PRIMARY KEY,
    name            TEXT NOT NULL,
    zone            TEXT NOT NULL,
    work_from       TEXT NOT NULL,
    work_to         TEXT NOT NULL,
    work_days       TEXT NOT NULL,
    is_set_up       INTEGER NOT NULL DEFAULT 0,
    last_number     INTEGER NOT NULL DEFAULT 0,
    last_hash       TEXT NOT NULL,
    version         INTEGER NOT NULL DEFAULT 1,
    created_at      TEXT NOT NULL
);

CREATE TABLE holidays (
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    day             TEXT NOT NULL,
    name            TEXT NOT NULL,
    PRIMARY KEY (organisation_id, day)
);

CREATE TABLE connections (
    id              TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    platform        TEXT NOT NULL,
    external_id     TEXT NOT NULL,
    name            TEXT NOT NULL,
    last_cursor     INTEGER NOT NULL DEFAULT 0,
    created_at      TEXT NOT NULL,
    UNIQUE (platform, external_id)
);

CREATE TABLE members (
    id              TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    name            TEXT NOT NULL,
    is_steward      INTEGER NOT NULL DEFAULT 0,
    is_active       INTEGER NOT NULL DEFAULT 1,
    zone            TEXT NOT NULL,
    last_sent_at    TEXT,
    version         INTEGER NOT NULL DEFAULT 1,
    created_at      TEXT NOT NULL
);
CREATE INDEX members_of_organisation ON members (organisation_id);

CREATE TABLE identities (
    connection_id   TEXT NOT NULL REFERENCES connections (id),
    external_id     TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    member_id       TEXT NOT NULL REFERENCES members (id),
    last_seen_at    TEXT NOT NULL,
    PRIMARY KEY (connection_id, external_id)
);
CREATE INDEX identities_of_member ON identities (member_id);

CREATE TABLE time_off (
    id              TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    member_id       TEXT NOT NULL REFERENCES members (id),
    first_day       TEXT NOT NULL,
    last_day        TEXT NOT NULL
);
CREATE INDEX time_off_of_organisation ON time_off (organisation_id, last_day);

CREATE TABLE units (
    id              TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    key             TEXT NOT NULL,
    name            TEXT NOT NULL,
    harm            TEXT NOT NULL,
    stages          TEXT NOT NULL,
    next_change_at  TEXT,
    changes         INTEGER NOT NULL DEFAULT 0,
    version         INTEGER NOT NULL DEFAULT 1,
    created_at      TEXT NOT NULL,
    UNIQUE (organisation_id, key)
);
CREATE INDEX units_due ON units (next_change_at);

CREATE TABLE unit_owners (
    unit_id         TEXT NOT NULL REFERENCES units (id),
    member_id       TEXT NOT NULL REFERENCES members (id),
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    place           INTEGER NOT NULL,
    PRIMARY KEY (unit_id, member_id)
);

-- Facts are only ever added; a fact without a unit is the stability gate's. Those of one instant keep the order in which they came.
CREATE TABLE facts (
    position        INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    unit_id         TEXT REFERENCES units (id),
    at              TEXT NOT NULL,
    kind            TEXT NOT NULL,
    body            TEXT NOT NULL
);
CREATE INDEX facts_of_unit ON facts (organisation_id, unit_id, at, position);

CREATE TABLE check_ins (
    id              TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    name            TEXT NOT NULL,
    cadence         TEXT NOT NULL,
    window_days     INTEGER NOT NULL,
    is_paused       INTEGER NOT NULL DEFAULT 0,
    asks_gate       INTEGER NOT NULL DEFAULT 1,
    next_date       TEXT,
    next_at         TEXT,
    version         INTEGER NOT NULL DEFAULT 1,
    created_at      TEXT NOT NULL
);
CREATE INDEX check_ins_due ON check_ins (next_at);

CREATE TABLE check_in_units (
    check_in_id     TEXT NOT NULL REFERENCES check_ins (id),
    unit_id         TEXT NOT NULL REFERENCES units (id),
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    PRIMARY KEY (check_in_id, unit_id)
);

-- A round is its scheduled local date: the unique key is what makes it open once.
CREATE TABLE rounds (
    id              TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    check_in_id     TEXT NOT NULL REFERENCES check_ins (id),
    scheduled_date  TEXT NOT NULL,
    number          INTEGER NOT NULL,
    state           TEXT NOT NULL,
    is_late         INTEGER NOT NULL DEFAULT 0,
    questions       TEXT NOT NULL,
    opened_at       TEXT NOT NULL,
    reminds_at      TEXT NOT NULL,
    reminded_at     TEXT,
    closes_at       TEXT NOT NULL,
    closed_at       TEXT,
    version         INTEGER NOT NULL DEFAULT 1,
    UNIQUE (check_in_id, scheduled_date),
    UNIQUE (organisation_id, number)
);
CREATE INDEX rounds_open ON rounds (state, closes_at);

CREATE TABLE round_participants (
    round_id        TEXT NOT NULL REFERENCES rounds (id),
    member_id       TEXT NOT NULL REFERENCES members (id),
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    answered_at     TEXT,
    PRIMARY KEY (round_id, member_id)
);

CREATE TABLE answers (
    round_id        TEXT NOT NULL REFERENCES rounds (id),
    member_id       TEXT NOT NULL REFERENCES members (id),
    question        TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    value           TEXT,
    note            TEXT,
    answered_at     TEXT NOT NULL,
    PRIMARY KEY (round_id, member_id, question)
);

CREATE TABLE nudges (
    id              TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    unit_id         TEXT NOT NULL REFERENCES units (id),
    kind            TEXT NOT NULL,
    stage           INTEGER NOT NULL,
    criterion       TEXT NOT NULL,
    episode_start   TEXT NOT NULL,
    state           TEXT NOT NULL,
    escalated_at    TEXT,
    next_step_at    TEXT,
    version         INTEGER NOT NULL DEFAULT 1,
    created_at      TEXT NOT NULL,
    UNIQUE (unit_id, kind, stage, criterion, episode_start)
);
CREATE INDEX nudges_due ON nudges (state, next_step_at);

CREATE TABLE nudge_recipients (
    nudge_id        TEXT NOT NULL REFERENCES nudges (id),
    member_id       TEXT NOT NULL REFERENCES members (id),
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    delivered_at    TEXT,
    reminded_at     TEXT,
    snoozed_from    TEXT,
    snoozed_until   TEXT,
    snooze_reason   TEXT,
    PRIMARY KEY (nudge_id, member_id)
);

-- The decision log: append-only, one chain per organisation.
CREATE TABLE decisions (
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    number          INTEGER NOT NULL,
    at              TEXT NOT NULL,
    kind            TEXT NOT NULL,
    unit_id         TEXT REFERENCES units (id),
    decided_by      TEXT NOT NULL,
    rule            TEXT NOT NULL,
    details         TEXT NOT NULL,
    seals           TEXT NOT NULL,
    previous_hash   TEXT NOT NULL,
    hash            TEXT NOT NULL,
    review_due_at   TEXT,
    PRIMARY KEY (organisation_id, number)
);
CREATE INDEX decisions_of_unit ON decisions (organisation_id, unit_id, number);
CREATE INDEX decisions_to_review ON decisions (review_due_at);

-- What can be erased stands apart, with its salt: the log holds only the digest.
CREATE TABLE decision_texts (
    organisation_id TEXT NOT NULL,
    number          INTEGER NOT NULL,
    name            TEXT NOT NULL,
    salt            TEXT NOT NULL,
    text            TEXT NOT NULL,
    PRIMARY KEY (organisation_id, number, name),
    FOREIGN KEY (organisation_id, number) REFERENCES decisions (organisation_id, number)
);

-- One row per platform delivery with an effect: a repeat finds it and gets the first answer.
CREATE TABLE deliveries (
    connection_id   TEXT NOT NULL REFERENCES connections (id),
    key             TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    reply           TEXT NOT NULL,
    at              TEXT NOT NULL,
    PRIMARY KEY (connection_id, key)
);
CREATE INDEX deliveries_by_age ON deliveries (at);

-- What had to be acknowledged before it could be handled.
CREATE TABLE inbox (
    id              TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    connection_id   TEXT NOT NULL REFERENCES connections (id),
    key             TEXT NOT NULL,
    input           TEXT NOT NULL,
    received_at     TEXT NOT NULL,
    attempts        INTEGER NOT NULL DEFAULT 0,
    claimed_by      TEXT,
    claimed_until   TEXT,
    UNIQUE (connection_id, key)
);

-- What goes out on the program's own initiative; several items may share one message.
CREATE TABLE outbox (
    id              TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    once            TEXT NOT NULL,
    subject         TEXT NOT NULL,
    member_id       TEXT REFERENCES members (id),
    channel         TEXT,
    card            TEXT NOT NULL,
    state           TEXT NOT NULL,
    revision        INTEGER NOT NULL DEFAULT 1,
    shown_revision  INTEGER NOT NULL DEFAULT 0,
    due_at          TEXT NOT NULL,
    expires_at      TEXT,
    attempts        INTEGER NOT NULL DEFAULT 0,
    claimed_by      TEXT,
    claimed_until   TEXT,
    connection_id   TEXT REFERENCES connections (id),
    message         TEXT,
    sent_at         TEXT,
    failure         TEXT,
    created_at      TEXT NOT NULL,
    UNIQUE (organisation_id, once)
);
CREATE INDEX outbox_due ON outbox (state, due_at);
CREATE INDEX outbox_by_subject ON outbox (organisation_id, subject);
CREATE INDEX outbox_by_message ON outbox (connection_id, message);

-- The history of connections that keep none themselves: the local web chat.
CREATE TABLE posts (
    id              TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    connection_id   TEXT NOT NULL REFERENCES connections (id),
    place           TEXT NOT NULL,
    author_id       TEXT REFERENCES members (id),
    at              TEXT NOT NULL,
    line            TEXT,
    cards           TEXT,
    cursor          INTEGER NOT NULL,
    UNIQUE (connection_id, cursor)
);
CREATE INDEX posts_of_place ON posts (connection_id, place, cursor);

CREATE TABLE read_marks (
    connection_id   TEXT NOT NULL REFERENCES connections (id),
    member_id       TEXT NOT NULL REFERENCES members (id),
    place           TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    cursor          INTEGER NOT NULL,
    PRIMARY KEY (connection_id, member_id, place)
);
