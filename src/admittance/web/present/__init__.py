"""From what an act answers to what a page shows: pure functions, one page a file."""
