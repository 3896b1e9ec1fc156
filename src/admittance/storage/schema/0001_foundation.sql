-- Times are milliseconds since the epoch, UTC. Digests are 32 bytes; no secret is ever stored.
-- INVARIANT: the account is in every key of a tenant's table, so no row is found without naming its account. It leads
-- where an account's rows are listed. Where rows are only looked up one by one and come by the thousand (codes, consents,
-- families, tokens) the id leads: new rows of all accounts then go to the same end of the table, into few pages.
-- Ids come from the counters in `meta` and rise through all accounts.

CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO meta (key, value) VALUES ('schema', 1), ('epoch', 1), ('latest_time', 0);

CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    domain TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    currency TEXT NOT NULL,
    always_ask_marketplace INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE subscriptions (
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    product TEXT NOT NULL,
    tier TEXT NOT NULL,
    PRIMARY KEY (account_id, product)
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE, -- NFC, case-folded
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    password_hash TEXT,
    language TEXT,
    theme TEXT NOT NULL,
    active INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE memberships (
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    super_admin INTEGER NOT NULL,
    permission_set TEXT,
    rights TEXT NOT NULL, -- JSON: permission -> level
    team TEXT,
    active INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_of_user ON memberships (user_id);

CREATE TABLE apps (
    id INTEGER PRIMARY KEY,
    client_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    maker TEXT NOT NULL,
    website TEXT NOT NULL,
    privacy_url TEXT NOT NULL,
    support TEXT NOT NULL, -- JSON
    verified INTEGER NOT NULL,
    enabled INTEGER NOT NULL,
    profile TEXT NOT NULL,
    secret_digest BLOB,
    redirect_uris TEXT NOT NULL, -- JSON
    manifest TEXT NOT NULL, -- JSON
    manifest_version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    revision INTEGER NOT NULL -- a new one with every change, never given twice
) STRICT;

-- Every published manifest version.
CREATE TABLE manifests (
    app_id INTEGER NOT NULL REFERENCES apps (id),
    version INTEGER NOT NULL,
    manifest TEXT NOT NULL, -- JSON
    PRIMARY KEY (app_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE installs (
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    app_id INTEGER NOT NULL REFERENCES apps (id),
    installed_at INTEGER NOT NULL,
    installed_by INTEGER NOT NULL,
    granted TEXT NOT NULL, -- scopes, sorted, parted by spaces
    PRIMARY KEY (account_id, app_id)
) STRICT, WITHOUT ROWID;

-- What one consent gave. Never updated: a renewed connection points to a new one.
CREATE TABLE grants (
    account_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    granted TEXT NOT NULL, -- scopes, sorted, parted by spaces
    dropped TEXT NOT NULL, -- JSON
    declined TEXT NOT NULL, -- scopes, sorted, parted by spaces
    authority TEXT NOT NULL, -- JSON
    PRIMARY KEY (account_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE connections (
    account_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    app_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    grant_id INTEGER NOT NULL,
    manifest_version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER,
    ended_at INTEGER,
    ended_why TEXT,
    PRIMARY KEY (account_id, id)
) STRICT, WITHOUT ROWID;
-- INVARIANT: at most one connection of app, account and user is live.
CREATE UNIQUE INDEX connections_live ON connections (account_id, app_id, user_id) WHERE ended_at IS NULL;

CREATE TABLE codes (
    account_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    digest BLOB NOT NULL,
    app_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    redirect_uri TEXT,
    challenge TEXT,
    url TEXT NOT NULL, -- JSON
    ticked TEXT NOT NULL, -- scopes, sorted, parted by spaces
    expires_at INTEGER NOT NULL,
    spent_at INTEGER,
    family_id INTEGER,
    PRIMARY KEY (id, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE families (
    account_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    connection_id INTEGER NOT NULL,
    app_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    ended_at INTEGER,
    PRIMARY KEY (id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX families_live ON families (account_id, connection_id) WHERE ended_at IS NULL;

CREATE TABLE refresh_tokens (
    account_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    family_id INTEGER NOT NULL,
    digest BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    spent_at INTEGER,
    PRIMARY KEY (id, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE access_tokens (
    account_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    family_id INTEGER NOT NULL,
    digest BLOB NOT NULL,
    scopes TEXT NOT NULL, -- sorted, parted by spaces
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    PRIMARY KEY (id, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    csrf BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_of_user ON sessions (user_id);

CREATE TABLE consents (
    account_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    digest BLOB NOT NULL,
    session_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    app_id INTEGER NOT NULL,
    asked TEXT NOT NULL, -- JSON
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (id, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE cases (
    account_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    app_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    reasons TEXT NOT NULL, -- JSON
    reasons_key BLOB NOT NULL, -- SHA-256 of `reasons`
    asked TEXT, -- JSON
    opened_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX cases_same ON cases (account_id, user_id, app_id, reasons_key);

CREATE TABLE resets (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;

CREATE TABLE spent_proofs (
    proof BLOB NOT NULL PRIMARY KEY,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Never updated, never deleted from. `seq` counts from 1 without gaps in each account.
CREATE TABLE audit (
    account_id INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    act TEXT NOT NULL,
    actor INTEGER,
    app_id INTEGER,
    by_whom TEXT,
    data TEXT NOT NULL, -- JSON, keys sorted
    personal TEXT NOT NULL, -- JSON: field -> salted digest; empty where there is none
    mac BLOB NOT NULL,
    PRIMARY KEY (account_id, seq)
) STRICT, WITHOUT ROWID;

-- The personal values behind the digests. Deleting here erases a person and breaks no chain.
CREATE TABLE audit_personal (
    account_id INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    field TEXT NOT NULL,
    salt BLOB NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (account_id, seq, field)
) STRICT, WITHOUT ROWID;

-- Rows of the server's own chain above the limit of one minute, counted until they are summed up in one row.
CREATE TABLE audit_held (
    act TEXT NOT NULL PRIMARY KEY,
    minute INTEGER NOT NULL,
    held INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
