"""What people do on pages: parse, act, render; one concern a file."""
