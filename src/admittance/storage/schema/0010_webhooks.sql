-- Webhooks: what apps asked to be told, what waits to be told, and what was answered.

CREATE TABLE webhooks (
    app_id INTEGER PRIMARY KEY REFERENCES apps (id),
    url TEXT NOT NULL,
    sealed_secret BLOB NOT NULL, -- readable only with a key that is not in the database
    changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE webhook_subscriptions (
    app_id INTEGER NOT NULL REFERENCES apps (id),
    id INTEGER NOT NULL,
    type TEXT NOT NULL,
    property TEXT NOT NULL, -- empty where the type takes none
    PRIMARY KEY (app_id, id),
    UNIQUE (app_id, type, property)
) STRICT, WITHOUT ROWID;

-- A lane is one app in one account. `due_at` is empty once the event is over; it stays a while, to be sent again.
-- INVARIANT: of the waiting events of a lane about one subject, a later one is never due before an earlier one.
CREATE TABLE webhook_events (
    account_id INTEGER NOT NULL,
    app_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    told TEXT NOT NULL, -- JSON
    subject TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due_at INTEGER,
    ended_at INTEGER,
    ended_why TEXT,
    PRIMARY KEY (account_id, app_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX webhook_events_due ON webhook_events (account_id, app_id, due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_events_of_subject ON webhook_events (account_id, app_id, subject) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_events_over ON webhook_events (ended_at) WHERE ended_at IS NOT NULL;

-- When the first event of a lane is due; a lane in which nothing waits has no row.
CREATE TABLE webhook_lanes (
    account_id INTEGER NOT NULL,
    app_id INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, app_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX webhook_lanes_due ON webhook_lanes (app_id, due_at);

-- Attempts to send.
CREATE TABLE webhook_deliveries (
    account_id INTEGER NOT NULL,
    app_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    took INTEGER NOT NULL,
    url TEXT NOT NULL,
    events TEXT NOT NULL, -- JSON: event ids
    attempt INTEGER NOT NULL,
    about_cases INTEGER NOT NULL,
    status INTEGER,
    problem TEXT,
    answer TEXT NOT NULL,
    PRIMARY KEY (account_id, app_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX webhook_deliveries_of_app ON webhook_deliveries (app_id, id);
CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (at);
