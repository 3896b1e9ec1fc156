-- Who develops an app. Apps belong to no account, and neither does this.

CREATE TABLE app_developers (
    app_id INTEGER NOT NULL REFERENCES apps (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    added_at INTEGER NOT NULL,
    PRIMARY KEY (app_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX app_developers_of_user ON app_developers (user_id);

-- A developer reads an app's cases through all accounts, and a case is handed on by its name alone.
CREATE INDEX cases_of_app ON cases (app_id, id);
CREATE UNIQUE INDEX cases_by_id ON cases (id);
CREATE INDEX case_events_told ON case_events (account_id, actor, at) WHERE kind = 'developer_told';
