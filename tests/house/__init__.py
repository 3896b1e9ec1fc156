"""The rules of the house, as tests: what a reader may rely on in every file."""
