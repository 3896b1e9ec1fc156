-- Records of all object types. A row id is account_id << 32 | type code << 27 | number, so that every table and the search
-- index hold the records of one type of one account together, in the order in which they were made. The row id never
-- leaves storage: see `crm_rows.py` for the ids that clients see. A space is account_id << 5 | type code.

-- `last` is never given twice; `live` counts records that are not archived.
CREATE TABLE crm_spaces (
    space INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    live INTEGER NOT NULL
) STRICT;

CREATE TABLE crm_records (
    row INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    archived_at INTEGER,
    properties TEXT NOT NULL -- JSON: name -> text
) STRICT;
CREATE INDEX crm_archived ON crm_records (row) WHERE archived_at IS NOT NULL;

-- INVARIANT: of live records, so that an archived one's value is free again.
CREATE TABLE crm_unique (
    space INTEGER NOT NULL,
    property TEXT NOT NULL,
    value TEXT NOT NULL, -- without case
    row INTEGER NOT NULL,
    PRIMARY KEY (space, property, value)
) STRICT, WITHOUT ROWID;

-- What filters compare: numbers and times by size, text without case. Live records only.
CREATE TABLE crm_values (
    space INTEGER NOT NULL,
    property TEXT NOT NULL,
    value ANY NOT NULL,
    row INTEGER NOT NULL,
    PRIMARY KEY (space, property, value, row)
) STRICT, WITHOUT ROWID;

-- What `query` looks at, folded. Live records only. The index is told from this table what it has to forget: no trigger
-- does it, because a schema that is not trusted may not write to virtual tables.
CREATE TABLE crm_texts (row INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
CREATE VIRTUAL TABLE crm_search USING fts5 (
    text, content = 'crm_texts', content_rowid = 'row', tokenize = 'trigram case_sensitive 1'
);
-- Each link stands here twice, once from either end.
CREATE TABLE crm_associations (
    origin INTEGER NOT NULL,
    target INTEGER NOT NULL,
    type_id INTEGER NOT NULL,
    PRIMARY KEY (origin, target, type_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE crm_replies (
    account_id INTEGER NOT NULL,
    app_id INTEGER NOT NULL,
    key BLOB NOT NULL,
    record_id INTEGER NOT NULL,
    request BLOB NOT NULL,
    kept_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, app_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX crm_replies_by_age ON crm_replies (kept_at);
