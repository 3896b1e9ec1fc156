-- A person who is on the server already becomes a member once they have said yes; until then they are only asked.
CREATE TABLE invitations (
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    permission_set TEXT,
    team TEXT,
    invited_by INTEGER NOT NULL,
    invited_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX invitations_of_user ON invitations (user_id);
