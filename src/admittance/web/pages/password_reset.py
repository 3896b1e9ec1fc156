"""A forgotten password: ask for a link, the link is on its way, choose a new one, the link is spent."""

from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

from admittance.explain.people import Contact
from admittance.web.pages.parts import Hidden


class PasswordProblem(StrEnum):
    """Why a new password was not taken."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    HAS_NUL = "has_nul"
    WRONG_CURRENT = "wrong_current"


class ForgotPasswordPage(Struct, frozen=True, kw_only=True):
    """Ask for a link. `mail_works` is False where the server has no mail: `operator`, who runs it, makes the link."""

    template: ClassVar[str] = "forgot_password.html"
    action: str
    sign_in_url: str
    email: str = ""
    missing_email: bool = False
    mail_works: bool = True
    operator: Contact | None = None
    hidden: Hidden = ()


class ForgotSentPage(Struct, frozen=True, kw_only=True):
    """The same words whether or not anybody has the address. `minutes` is how long the link works."""

    template: ClassVar[str] = "forgot_sent.html"
    sign_in_url: str
    minutes: int


class ResetPasswordPage(Struct, frozen=True, kw_only=True):
    """Choose a new password. `shortest` counts characters."""

    template: ClassVar[str] = "reset_password.html"
    action: str
    email: str
    shortest: int
    problem: PasswordProblem | None = None
    hidden: Hidden = ()


class ResetLinkOverPage(Struct, frozen=True, kw_only=True):
    """The link was used or is too old (410); the two look the same."""

    template: ClassVar[str] = "reset_link_over.html"
    forgot_url: str
    sign_in_url: str
