-- A page of one's own, where a platform shows one: what it showed last, so that it is published anew when that changes.
CREATE TABLE homes (
    connection_id   uuid NOT NULL REFERENCES connections (id),
    external_id     text COLLATE "C" NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    hash            text,
    waits           text NOT NULL,
    published_at    timestamptz NOT NULL,
    PRIMARY KEY (connection_id, external_id)
);
