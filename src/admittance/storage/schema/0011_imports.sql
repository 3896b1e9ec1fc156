-- Imports of contacts. What the file itself says stays in a file of the data directory until the import is over.
CREATE TABLE imports (
    account_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    user_id INTEGER, -- null: the operator
    at_work INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    import TEXT NOT NULL, -- JSON
    PRIMARY KEY (account_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX imports_at_work ON imports (id) WHERE at_work = 1;

-- The report: what came of a row that was not simply written.
CREATE TABLE import_notes (
    account_id INTEGER NOT NULL,
    import_id INTEGER NOT NULL,
    line INTEGER NOT NULL,
    property TEXT NOT NULL,
    code TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (account_id, import_id, line, property)
) STRICT, WITHOUT ROWID;

-- What an import under way did to each contact, for undoing it.
CREATE TABLE import_changes (
    account_id INTEGER NOT NULL,
    import_id INTEGER NOT NULL,
    record_id INTEGER NOT NULL,
    change TEXT NOT NULL, -- JSON
    PRIMARY KEY (account_id, import_id, record_id)
) STRICT, WITHOUT ROWID;
