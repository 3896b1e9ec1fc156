-- Which of several ways the person asks for: JSON, as it stood on their page; empty for the smallest.
ALTER TABLE cases ADD COLUMN wish TEXT NOT NULL DEFAULT '';
