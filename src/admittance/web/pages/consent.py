"""Request for Integration Permissions: what the app asks, what is optional, what is left out and why."""

from itertools import groupby
from typing import ClassVar

from msgspec import Struct

from admittance.explain.left_out import LeftOut
from admittance.web.pages.captcha import AltchaCheck, CaptchaProblem, CaptchaSlot, CharactersCheck, HostedCheck
from admittance.web.pages.parts import AccountMark, Hidden, Maker, Mark


class ScopeRow(Struct, frozen=True, kw_only=True):
    """A scope in plain words. `touches` is the group it stands in; `ticked` counts for optional ones only."""

    scope: str
    label: str
    touches: str
    conditional: bool = False
    ticked: bool = True


class ScopeGroup(Struct, frozen=True):
    """Scopes that touch the same thing."""

    label: str
    rows: tuple[ScopeRow, ...]


class ConsentPage(Struct, frozen=True, kw_only=True):
    """The form posts `answer` (grant, cancel or new_characters) and an `optional` for each tick.

    `destination` is the host that the person goes to. `connected_since` is set when the person has connected the app
    already. `no_longer` names, in plain words, scopes that could not be given since the page was opened.
    """

    template: ClassVar[str] = "consent.html"
    action: str
    app: Mark
    maker: Maker
    account: AccountMark
    required: tuple[ScopeGroup, ...]
    optional: tuple[ScopeGroup, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    destination: str
    captcha: CaptchaSlot | None = None
    captcha_problem: CaptchaProblem | None = None
    connected_since: int | None = None
    no_longer: tuple[str, ...] = ()
    hidden: Hidden = ()

    @property
    def altcha(self) -> AltchaCheck | None:
        """The proof of work, where that is the check."""
        return self.captcha if isinstance(self.captcha, AltchaCheck) else None

    @property
    def hosted(self) -> HostedCheck | None:
        """Somebody else's check, where that is chosen."""
        return self.captcha if isinstance(self.captcha, HostedCheck) else None

    @property
    def characters(self) -> CharactersCheck | None:
        """The check without JavaScript: beside the script's one, or alone."""
        if self.captcha is None or isinstance(self.captcha, CharactersCheck):
            return self.captcha
        return self.captcha.characters


def grouped(rows: tuple[ScopeRow, ...]) -> tuple[ScopeGroup, ...]:
    """The rows by what they touch, groups in order of their first row."""
    order = list(dict.fromkeys(row.touches for row in rows))
    by_group = sorted(rows, key=lambda row: order.index(row.touches))
    return tuple(ScopeGroup(label, tuple(same)) for label, same in groupby(by_group, key=lambda row: row.touches))
