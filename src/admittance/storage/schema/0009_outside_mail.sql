-- Mail to an address that is no user's: an app's support contact. It tells of no account and no person.
CREATE TABLE outside_letters (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    address TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    sent_at INTEGER
) STRICT;
CREATE INDEX outside_letters_waiting ON outside_letters (written_at, id) WHERE sent_at IS NULL;
