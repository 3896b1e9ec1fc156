-- Events of a lane that were dropped and are still to be removed, up to that id: all but those about cases, or, with
-- `waiting`, those that wait. Nobody sees them.
CREATE TABLE webhook_cleared (
    account_id INTEGER NOT NULL,
    app_id INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    up_to INTEGER NOT NULL,
    PRIMARY KEY (account_id, app_id, waiting)
) STRICT, WITHOUT ROWID;
