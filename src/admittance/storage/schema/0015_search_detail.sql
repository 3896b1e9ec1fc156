-- The search index says which records hold a trigram and no longer where in their text: smaller, and faster to
-- write and to ask. Whether a longer word stands there as a whole is looked up in the text of the few that remain.
DROP TABLE crm_search;
CREATE VIRTUAL TABLE crm_search USING fts5 (
    text, content = 'crm_texts', content_rowid = 'row', detail = 'none', tokenize = 'trigram case_sensitive 1'
);
INSERT INTO crm_search (crm_search) VALUES ('rebuild');
