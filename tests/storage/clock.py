"""A clock that tests move."""

START = 1_800_000_000_000


class MovableClock:
    """Milliseconds since the epoch; it stands still until it is moved."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> int:
        return self.at

    def move(self, milliseconds: int) -> int:
        """Go on (or back); the new time."""
        self.at += milliseconds
        return self.at
