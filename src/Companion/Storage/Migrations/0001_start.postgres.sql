-- Instants are timestamptz of whole milliseconds; JSON is text, since a digest needs every letter as it was. Text that is ordered by is ordered by code point, as in SQLite. Every row belongs to one organisation.

CREATE TABLE organisations (
    id              uuid NOT NULL PRIMARY KEY,
    name            text COLLATE "C" NOT NULL,
    zone            text NOT NULL,
    work_from       text NOT NULL,
    work_to         text NOT NULL,
    work_days       text NOT NULL,
    is_set_up       boolean NOT NULL DEFAULT FALSE,
    last_number     bigint NOT NULL DEFAULT 0,
    last_hash       text NOT NULL,
    version         bigint NOT NULL DEFAULT 1,
    created_at      timestamptz NOT NULL
);

CREATE TABLE holidays (
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    day             date NOT NULL,
    name            text COLLATE "C" NOT NULL,
    PRIMARY KEY (organisation_id, day)
);

CREATE TABLE connections (
    id              uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    platform        text NOT NULL,
    external_id     text NOT NULL,
    name            text COLLATE "C" NOT NULL,
    last_cursor     bigint NOT NULL DEFAULT 0,
    created_at      timestamptz NOT NULL,
    UNIQUE (platform, external_id)
);

CREATE TABLE members (
    id              uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    name            text COLLATE "C" NOT NULL,
    is_steward      boolean NOT NULL DEFAULT FALSE,
    is_active       boolean NOT NULL DEFAULT TRUE,
    zone            text NOT NULL,
    last_sent_at    timestamptz,
    version         bigint NOT NULL DEFAULT 1,
    created_at      timestamptz NOT NULL
);
CREATE INDEX members_of_organisation ON members (organisation_id);

CREATE TABLE identities (
    connection_id   uuid NOT NULL REFERENCES connections (id),
    external_id     text NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    member_id       uuid NOT NULL REFERENCES members (id),
    last_seen_at    timestamptz NOT NULL,
    PRIMARY KEY (connection_id, external_id)
);
CREATE INDEX identities_of_member ON identities (member_id);

CREATE TABLE time_off (
    id              uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    member_id       uuid NOT NULL REFERENCES members (id),
    first_day       date NOT NULL,
    last_day        date NOT NULL
);
CREATE INDEX time_off_of_organisation ON time_off (organisation_id, last_day);

CREATE TABLE units (
    id              uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    key             text COLLATE "C" NOT NULL,
    name            text COLLATE "C" NOT NULL,
    harm            text NOT NULL,
    stages          text NOT NULL,
    next_change_at  timestamptz,
    changes         bigint NOT NULL DEFAULT 0,
    version         bigint NOT NULL DEFAULT 1,
    created_at      timestamptz NOT NULL,
    UNIQUE (organisation_id, key)
);
CREATE INDEX units_due ON units (next_change_at);

CREATE TABLE unit_owners (
    unit_id         uuid NOT NULL REFERENCES units (id),
    member_id       uuid NOT NULL REFERENCES members (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    place           bigint NOT NULL,
    PRIMARY KEY (unit_id, member_id)
);

-- Facts are only ever added; a fact without a unit is the stability gate's. Those of one instant keep the order in which they came.
CREATE TABLE facts (
    position        bigint NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    unit_id         uuid REFERENCES units (id),
    at              timestamptz NOT NULL,
    kind            text NOT NULL,
    body            text NOT NULL
);
CREATE INDEX facts_of_unit ON facts (organisation_id, unit_id, at, position);

CREATE TABLE check_ins (
    id              uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    name            text COLLATE "C" NOT NULL,
    cadence         text NOT NULL,
    window_days     bigint NOT NULL,
    is_paused       boolean NOT NULL DEFAULT FALSE,
    asks_gate       boolean NOT NULL DEFAULT TRUE,
    next_date       date,
    next_at         timestamptz,
    version         bigint NOT NULL DEFAULT 1,
    created_at      timestamptz NOT NULL
);
CREATE INDEX check_ins_due ON check_ins (next_at);

CREATE TABLE check_in_units (
    check_in_id     uuid NOT NULL REFERENCES check_ins (id),
    unit_id         uuid NOT NULL REFERENCES units (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    PRIMARY KEY (check_in_id, unit_id)
);

-- A round is its scheduled local date: the unique key is what makes it open once.
CREATE TABLE rounds (
    id              uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    check_in_id     uuid NOT NULL REFERENCES check_ins (id),
    scheduled_date  date NOT NULL,
    number          bigint NOT NULL,
    state           text NOT NULL,
    is_late         boolean NOT NULL DEFAULT FALSE,
    questions       text NOT NULL,
    opened_at       timestamptz NOT NULL,
    reminds_at      timestamptz NOT NULL,
    reminded_at     timestamptz,
    closes_at       timestamptz NOT NULL,
    closed_at       timestamptz,
    version         bigint NOT NULL DEFAULT 1,
    UNIQUE (check_in_id, scheduled_date),
    UNIQUE (organisation_id, number)
);
CREATE INDEX rounds_open ON rounds (state, closes_at);

CREATE TABLE round_participants (
    round_id        uuid NOT NULL REFERENCES rounds (id),
    member_id       uuid NOT NULL REFERENCES members (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    answered_at     timestamptz,
    PRIMARY KEY (round_id, member_id)
);

CREATE TABLE answers (
    round_id        uuid NOT NULL REFERENCES rounds (id),
    member_id       uuid NOT NULL REFERENCES members (id),
    question        text NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    value           text,
    note            text,
    answered_at     timestamptz NOT NULL,
    PRIMARY KEY (round_id, member_id, question)
);

CREATE TABLE nudges (
    id              uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    unit_id         uuid NOT NULL REFERENCES units (id),
    kind            text NOT NULL,
    stage           bigint NOT NULL,
    criterion       text NOT NULL,
    episode_start   timestamptz NOT NULL,
    state           text NOT NULL,
    escalated_at    timestamptz,
    next_step_at    timestamptz,
    version         bigint NOT NULL DEFAULT 1,
    created_at      timestamptz NOT NULL,
    UNIQUE (unit_id, kind, stage, criterion, episode_start)
);
CREATE INDEX nudges_due ON nudges (state, next_step_at);

CREATE TABLE nudge_recipients (
    nudge_id        uuid NOT NULL REFERENCES nudges (id),
    member_id       uuid NOT NULL REFERENCES members (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    delivered_at    timestamptz,
    reminded_at     timestamptz,
    snoozed_from    timestamptz,
    snoozed_until   timestamptz,
    snooze_reason   text,
    PRIMARY KEY (nudge_id, member_id)
);

-- The decision log: append-only, one chain per organisation.
CREATE TABLE decisions (
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    number          bigint NOT NULL,
    at              timestamptz NOT NULL,
    kind            text NOT NULL,
    unit_id         uuid REFERENCES units (id),
    decided_by      uuid NOT NULL,
    rule            text NOT NULL,
    details         text NOT NULL,
    seals           text NOT NULL,
    previous_hash   text NOT NULL,
    hash            text NOT NULL,
    review_due_at   timestamptz,
    PRIMARY KEY (organisation_id, number)
);
CREATE INDEX decisions_of_unit ON decisions (organisation_id, unit_id, number);
CREATE INDEX decisions_to_review ON decisions (review_due_at);

-- What can be erased stands apart, with its salt: the log holds only the digest.
CREATE TABLE decision_texts (
    organisation_id uuid NOT NULL,
    number          bigint NOT NULL,
    name            text COLLATE "C" NOT NULL,
    salt            text NOT NULL,
    text            text NOT NULL,
    PRIMARY KEY (organisation_id, number, name),
    FOREIGN KEY (organisation_id, number) REFERENCES decisions (organisation_id, number)
);

-- One row per platform delivery with an effect: a repeat finds it and gets the first answer.
CREATE TABLE deliveries (
    connection_id   uuid NOT NULL REFERENCES connections (id),
    key             text COLLATE "C" NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    reply           text NOT NULL,
    at              timestamptz NOT NULL,
    PRIMARY KEY (connection_id, key)
);
CREATE INDEX deliveries_by_age ON deliveries (at);

-- What had to be acknowledged before it could be handled.
CREATE TABLE inbox (
    id              uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    connection_id   uuid NOT NULL REFERENCES connections (id),
    key             text COLLATE "C" NOT NULL,
    input           text NOT NULL,
    received_at     timestamptz NOT NULL,
    attempts        bigint NOT NULL DEFAULT 0,
    claimed_by      uuid,
    claimed_until   timestamptz,
    UNIQUE (connection_id, key)
);

-- What goes out on the program's own initiative; several items may share one message.
CREATE TABLE outbox (
    id              uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    once            text NOT NULL,
    subject         text NOT NULL,
    member_id       uuid REFERENCES members (id),
    channel         text,
    card            text NOT NULL,
    state           text NOT NULL,
    revision        bigint NOT NULL DEFAULT 1,
    shown_revision  bigint NOT NULL DEFAULT 0,
    due_at          timestamptz NOT NULL,
    expires_at      timestamptz,
    attempts        bigint NOT NULL DEFAULT 0,
    claimed_by      uuid,
    claimed_until   timestamptz,
    connection_id   uuid REFERENCES connections (id),
    message         text,
    sent_at         timestamptz,
    failure         text,
    created_at      timestamptz NOT NULL,
    UNIQUE (organisation_id, once)
);
CREATE INDEX outbox_due ON outbox (state, due_at);
CREATE INDEX outbox_by_subject ON outbox (organisation_id, subject);
CREATE INDEX outbox_by_message ON outbox (connection_id, message);
-- What workers are sending right now: few rows, looked at before each claim. SQLite has one worker.
CREATE INDEX outbox_held ON outbox (claimed_until) WHERE claimed_until IS NOT NULL;

-- The history of connections that keep none themselves: the local web chat.
CREATE TABLE posts (
    id              uuid NOT NULL PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    connection_id   uuid NOT NULL REFERENCES connections (id),
    place           text NOT NULL,
    author_id       uuid REFERENCES members (id),
    at              timestamptz NOT NULL,
    line            text,
    cards           text,
    cursor          bigint NOT NULL,
    UNIQUE (connection_id, cursor)
);
CREATE INDEX posts_of_place ON posts (connection_id, place, cursor);

CREATE TABLE read_marks (
    connection_id   uuid NOT NULL REFERENCES connections (id),
    member_id       uuid NOT NULL REFERENCES members (id),
    place           text NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    cursor          bigint NOT NULL,
    PRIMARY KEY (connection_id, member_id, place)
);
