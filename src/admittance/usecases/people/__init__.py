"""Users & Teams: who is in an account and what they may do (product section 3). One act a file."""
