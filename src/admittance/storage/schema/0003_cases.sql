-- Cases that are asked, answered and closed; elevations; mail that waits; what people say of the help; teams by name.

ALTER TABLE accounts ADD COLUMN drift_policy TEXT NOT NULL DEFAULT 'keep';

-- Counts changes of the row, so that a page that was open meanwhile can tell.
ALTER TABLE memberships ADD COLUMN version INTEGER NOT NULL DEFAULT 0;

CREATE TABLE teams (
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    name TEXT NOT NULL,
    PRIMARY KEY (account_id, name)
) STRICT, WITHOUT ROWID;
INSERT INTO teams (account_id, name) SELECT DISTINCT account_id, team FROM memberships WHERE team IS NOT NULL;

ALTER TABLE cases ADD COLUMN state TEXT NOT NULL DEFAULT 'open';
ALTER TABLE cases ADD COLUMN asked_of TEXT NOT NULL DEFAULT '[]'; -- JSON: user ids
ALTER TABLE cases ADD COLUMN asked_at INTEGER;
ALTER TABLE cases ADD COLUMN message TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN answered_by INTEGER;
ALTER TABLE cases ADD COLUMN answered_at INTEGER;
ALTER TABLE cases ADD COLUMN answer TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN remedy TEXT NOT NULL DEFAULT '';
DROP INDEX cases_same;
-- INVARIANT: at most one case of person, app and reasons is not over.
CREATE UNIQUE INDEX cases_same ON cases (account_id, user_id, app_id, reasons_key)
    WHERE state IN ('open', 'asked', 'declined');
CREATE INDEX cases_of_person ON cases (account_id, user_id);

CREATE TABLE case_events (
    account_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    seq INTEGER NOT NULL, -- from 1 in each case
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    actor INTEGER,
    asked INTEGER, -- who was asked
    text TEXT NOT NULL,
    PRIMARY KEY (account_id, case_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_events_asked ON case_events (account_id, actor, at) WHERE kind = 'asked';
INSERT INTO case_events (account_id, case_id, seq, at, kind, actor, text)
    SELECT account_id, id, 1, opened_at, 'refused', user_id, '' FROM cases;

CREATE TABLE elevations (
    account_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    app_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    rights TEXT NOT NULL, -- JSON: permission -> level
    super_admin INTEGER NOT NULL,
    given_by INTEGER NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    ended_at INTEGER,
    ended_why TEXT,
    PRIMARY KEY (account_id, id)
) STRICT, WITHOUT ROWID;
-- One that ran out of time has no `ended_at`: nothing is written when its time comes.
CREATE INDEX elevations_not_ended ON elevations (account_id, user_id, app_id, ends_at) WHERE ended_at IS NULL;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    sent_at INTEGER
) STRICT;
CREATE INDEX outbox_waiting ON outbox (written_at, id) WHERE sent_at IS NULL;
CREATE INDEX outbox_of_user ON outbox (user_id);

CREATE TABLE help_feedback (
    id INTEGER PRIMARY KEY,
    article TEXT NOT NULL,
    language TEXT NOT NULL,
    helpful INTEGER NOT NULL,
    comment TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX help_feedback_of_article ON help_feedback (article, language, helpful);
