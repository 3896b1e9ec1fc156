-- How many people an account invited on the last day on which it invited any (days since the epoch, UTC).
CREATE TABLE invited_days (
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    day INTEGER NOT NULL,
    invited INTEGER NOT NULL,
    PRIMARY KEY (account_id)
) STRICT, WITHOUT ROWID;
