-- A letter belongs to the account that it tells of, so that its administrators can read what was written. The keys of
-- the letters so far, `case/ACCOUNT/CASE/READER`, name it.
CREATE TABLE letters (
    account_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    key TEXT NOT NULL UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    sent_at INTEGER,
    PRIMARY KEY (account_id, id)
) STRICT, WITHOUT ROWID;
INSERT INTO letters (account_id, id, key, user_id, subject, body, written_at, sent_at)
    SELECT CAST(substr(key, 6) AS INTEGER), id, key, user_id, subject, body, written_at, sent_at FROM outbox;
DROP TABLE outbox;
ALTER TABLE letters RENAME TO outbox;
CREATE INDEX outbox_waiting ON outbox (written_at, id) WHERE sent_at IS NULL;
CREATE INDEX outbox_of_user ON outbox (user_id);
