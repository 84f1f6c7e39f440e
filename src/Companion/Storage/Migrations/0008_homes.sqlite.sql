-- A page of one's own, where a platform shows one: what it showed last, so that it is published anew when that changes.
CREATE TABLE homes (
    connection_id   TEXT NOT NULL REFERENCES connections (id),
    external_id     TEXT NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    hash            TEXT,
    waits           TEXT NOT NULL,
    published_at    TEXT NOT NULL,
    PRIMARY KEY (connection_id, external_id)
);
