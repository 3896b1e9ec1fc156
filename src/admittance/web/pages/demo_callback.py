"""The demo app's end of the redirect."""

from typing import ClassVar

from msgspec import Struct


class Received(Struct, frozen=True):
    """One parameter the app was given."""

    name: str
    value: str


class DemoCallbackPage(Struct, frozen=True, kw_only=True):
    """`granted` tells a code from an error. `case_url` is the case on this server; empty without one."""

    template: ClassVar[str] = "demo_callback.html"
    received: tuple[Received, ...]
    granted: bool
    token_url: str
    redirect_uri: str
    case_url: str = ""

    @property
    def code(self) -> str:
        """The authorization code; empty without one."""
        return next((one.value for one in self.received if one.name == "code"), "")

    @property
    def exchange(self) -> str:
        """A command that redeems the code; client id, secret and verifier are filled in by hand."""
        lines = (
            f"curl {self.token_url} \\",
            "  -d grant_type=authorization_code \\",
            "  -d client_id=CLIENT_ID -d client_secret=CLIENT_SECRET \\",
            f"  --data-urlencode redirect_uri={self.redirect_uri} \\",
            f"  -d code={self.code}",
        )
        return "\n".join(lines)
