"""The check before a grant. It slows robots; it proves no human, and no page says that it does."""
