"""The command line: one command a file; what a command needs is imported when it runs."""
