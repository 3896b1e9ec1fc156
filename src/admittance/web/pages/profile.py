"""A person's own settings: language, theme, password."""

from typing import ClassVar

from msgspec import Struct

from admittance.explain.languages import Language
from admittance.usecases.records import Theme
from admittance.web.pages.password_reset import PasswordProblem


class ProfilePage(Struct, frozen=True, kw_only=True):
    """`language` is None where the browser decides. The password form posts `current` and `new`."""

    template: ClassVar[str] = "profile.html"
    name: str
    email: str
    language: Language | None
    theme: Theme
    preferences_action: str
    password_action: str
    shortest: int
    problem: PasswordProblem | None = None
