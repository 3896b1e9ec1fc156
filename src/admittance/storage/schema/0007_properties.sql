-- Properties that an account has defined for itself, beside those that every account has. `kind` is an object type's code.
-- What a record holds of one is stored as for the others; an archived definition keeps its values for when it comes back.
CREATE TABLE crm_properties (
    account_id INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    name TEXT NOT NULL,
    archived_at INTEGER,
    definition TEXT NOT NULL, -- JSON
    PRIMARY KEY (account_id, kind, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE crm_property_groups (
    account_id INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    name TEXT NOT NULL,
    label TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (account_id, kind, name)
) STRICT, WITHOUT ROWID;
