-- Accounts that chose to be warned of drift and whose connections, those with an id above `after`, are still to be looked at.
CREATE TABLE drift_looks (
    account_id INTEGER PRIMARY KEY,
    after INTEGER NOT NULL
) STRICT;
