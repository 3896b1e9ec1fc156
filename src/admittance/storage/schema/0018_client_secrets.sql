-- An app's client secret can be replaced: the digest of the one before, which works until then, stays beside it.
ALTER TABLE apps ADD COLUMN old_secret_digest BLOB;
ALTER TABLE apps ADD COLUMN old_secret_until INTEGER;
ALTER TABLE apps ADD COLUMN secret_replaced_at INTEGER; -- empty where it never was
ALTER TABLE apps ADD COLUMN secret_version INTEGER NOT NULL DEFAULT 0;
