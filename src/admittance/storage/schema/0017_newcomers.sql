-- Who added a person that was new to the server, when, and until when their newest link to a password opens it.
CREATE TABLE newcomers (
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    invited_by INTEGER NOT NULL,
    invited_at INTEGER NOT NULL,
    link_until INTEGER NOT NULL,
    app_id INTEGER,
    PRIMARY KEY (account_id, user_id)
) STRICT, WITHOUT ROWID;
-- The app that invited with its installer's authority.
ALTER TABLE invitations ADD COLUMN app_id INTEGER;
-- A new link to a password ends the earlier ones.
CREATE INDEX resets_of_user ON resets (user_id);
