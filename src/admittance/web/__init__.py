"""People's pages: what a person sees, from sign-in to refusal, and the account's settings."""
