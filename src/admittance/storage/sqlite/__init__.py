"""The ports over SQLite: one writer with group commit, readers on snapshots."""
