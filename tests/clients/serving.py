"""A server that clients talk to, with what a test may do to it from outside."""

from pathlib import Path

from tests.e2e.server import Serving


class Site:
    """A running server and its clock."""

    def __init__(self, server: Serving, clock: Path) -> None:
        self.server = server
        self.address = server.address
        self._clock = clock
        self.ahead = 0.0

    def let_pass(self, seconds: float) -> None:
        """Move the server's clock on."""
        self.ahead += seconds
        self._clock.write_text(str(self.ahead), encoding="ascii")
