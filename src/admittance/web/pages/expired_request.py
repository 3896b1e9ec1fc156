"""A sign-in or consent form that was open for too long, with the way to start again."""

from typing import ClassVar

from msgspec import Struct

from admittance.web.pages.parts import BackToApp, Mark


class ExpiredRequestPage(Struct, frozen=True, kw_only=True):
    """`start_again` is a path on this server; empty where what was asked is no longer known."""

    template: ClassVar[str] = "expired_request.html"
    app: Mark | None = None
    start_again: str = ""
    back: BackToApp | None = None
