"""The authorization server's wire: authorize, token, introspection, revocation, metadata (wire.md, OAuth)."""
