-- Pipelines of deals and tickets with their stages, once an account has changed those that every account starts with: from
-- then on all of its pipelines of that type stand here, archived ones among them. `kind` is an object type's code.
CREATE TABLE crm_pipelines (
    account_id INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    id TEXT NOT NULL,
    pipeline TEXT NOT NULL, -- JSON
    PRIMARY KEY (account_id, kind, id)
) STRICT, WITHOUT ROWID;
