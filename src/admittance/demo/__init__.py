"""The demo world: two accounts, a dozen people, three apps and two thousand contacts, the same every time."""
