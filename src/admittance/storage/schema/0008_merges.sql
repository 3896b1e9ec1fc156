-- A record that was merged into another answers as that one: row ids of both. A chain is never longer than one step.
CREATE TABLE crm_merges (
    row INTEGER PRIMARY KEY,
    into_row INTEGER NOT NULL
) STRICT;
CREATE INDEX crm_merges_into ON crm_merges (into_row);
