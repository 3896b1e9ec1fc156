"""Admittance: a self-hosted OAuth 2 authorization server that says why, who can fix it, and the smallest change."""
