-- A connection that somebody is asked to take over. At most one proposal a connection; the newest counts.
CREATE TABLE proposals (
    account_id INTEGER NOT NULL,
    connection_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    proposed_by INTEGER NOT NULL,
    proposed_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, connection_id)
) STRICT, WITHOUT ROWID;
