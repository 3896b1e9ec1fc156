"""The outside world behind small protocols: the key file, argon2, SMTP."""
