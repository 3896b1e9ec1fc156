"""What would turn a refusal into a grant (product section 4): the minimal changes, and the order they stand in."""
