-- Imports of one account are run in the order in which they were begun. What was under way before has 0: it comes first.
ALTER TABLE imports ADD COLUMN begun_at INTEGER NOT NULL DEFAULT 0;
DROP INDEX imports_at_work;
CREATE INDEX imports_at_work ON imports (account_id, begun_at, id) WHERE at_work = 1;
