-- Where the last assessment of a unit stood. Computed: it can be deleted at any time, then the next one begins with the first fact.
CREATE TABLE checkpoints (
    unit_id         uuid NOT NULL PRIMARY KEY REFERENCES units (id),
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    position        bigint NOT NULL,
    body            text NOT NULL
);
CREATE INDEX checkpoints_of_organisation ON checkpoints (organisation_id);

-- Facts since a position: of a unit, of the gate (no unit), of a kind.
DROP INDEX facts_of_unit;
CREATE INDEX facts_of_unit ON facts (organisation_id, unit_id, position);
CREATE INDEX facts_of_kind ON facts (organisation_id, kind, position);
