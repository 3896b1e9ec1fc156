"""How long everything lives, in milliseconds (product section 2)."""

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

CODE = 60 * SECOND
ACCESS_TOKEN = 30 * MINUTE
REFRESH_IDLE = 30 * DAY
"""Strict and public apps; the refresh token of a compatible app stays until it is revoked."""
REFRESH_TOTAL = 90 * DAY
SESSION_IDLE = 12 * HOUR
SESSION_TOTAL = 7 * DAY
CONSENT_FORM = 30 * MINUTE
PASSWORD_RESET = HOUR
IDEMPOTENCY_KEY = DAY
