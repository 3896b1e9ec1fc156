-- Accounts whose cases, those with an id below `before`, are still to be looked at after something changed for all of them.
CREATE TABLE case_looks (
    account_id INTEGER PRIMARY KEY,
    before INTEGER NOT NULL
) STRICT;
CREATE INDEX cases_not_over ON cases (account_id, id) WHERE state IN ('open', 'asked', 'declined');
