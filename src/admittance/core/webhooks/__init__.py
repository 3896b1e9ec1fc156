"""Webhooks without their surroundings: where they may go, how they are signed, when they are tried again."""
