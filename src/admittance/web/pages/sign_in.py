"""Sign in: know who is installing, and for which app."""

from typing import ClassVar, TypeAlias

from msgspec import Struct

from admittance.web.pages.parts import BackToApp, Hidden, Mark


class WrongPassword(Struct, frozen=True):
    """The two don't match: the same words for an unknown person (attack case 60)."""


class Locked(Struct, frozen=True):
    """Too many tries: how long it takes, in whole minutes, at least one."""

    minutes: int


class Incomplete(Struct, frozen=True):
    """A field was left empty."""

    email: bool
    password: bool


SignInProblem: TypeAlias = WrongPassword | Locked | Incomplete


class SignInPage(Struct, frozen=True, kw_only=True):
    """`app` is the app of the install URL, None when somebody only signs in."""

    template: ClassVar[str] = "sign_in.html"
    action: str
    forgot_url: str
    app: Mark | None = None
    email: str = ""
    problem: SignInProblem | None = None
    back: BackToApp | None = None
    hidden: Hidden = ()

    @property
    def wrong(self) -> bool:
        """E-mail and password don't match."""
        return isinstance(self.problem, WrongPassword)

    @property
    def locked_minutes(self) -> int:
        """How long signing in stays closed; 0 when it is open."""
        return self.problem.minutes if isinstance(self.problem, Locked) else 0

    @property
    def missing_email(self) -> bool:
        """The e-mail field was empty."""
        return isinstance(self.problem, Incomplete) and self.problem.email

    @property
    def missing_password(self) -> bool:
        """The password field was empty."""
        return isinstance(self.problem, Incomplete) and self.problem.password
