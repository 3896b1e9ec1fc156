"""The account's audit log: what happened, by whom, and on which reasons it was decided."""

from typing import ClassVar

from msgspec import Struct

from admittance.web.pages.why import Choice


class AuditLine(Struct, frozen=True, kw_only=True):
    """One row. `who` acted; `sentences` are the reasons of a decision; `recorded` is the row's own data as JSON."""

    seq: int
    at: int
    who: str
    what: str
    about: str
    app: str
    outcome: str
    outcome_word: str
    sentences: tuple[str, ...]
    recorded: str


class AuditFilterForm(Struct, frozen=True, kw_only=True):
    """A GET form with `person` (an e-mail address), `app` (a client id) and `outcome`."""

    action: str
    people: tuple[Choice, ...]
    apps: tuple[Choice, ...]
    outcomes: tuple[Choice, ...]
    person: str = ""
    app: str = ""
    outcome: str = ""
    nobody: bool = False

    @property
    def chosen(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.person or self.app or self.outcome)


class AuditPage(Struct, frozen=True, kw_only=True):
    """One page of the log, the newest first. `total` counts the whole chain; `searched` is how far back was looked."""

    template: ClassVar[str] = "audit.html"
    form: AuditFilterForm
    lines: tuple[AuditLine, ...]
    total: int
    older_url: str = ""
    export_url: str
    verify_url: str


class AuditVerifiedPage(Struct, frozen=True, kw_only=True):
    """What a look through the chain found; `findings` is empty when all is well. `head` ends the chain, in hex."""

    template: ClassVar[str] = "audit_verified.html"
    rows: int
    head: str
    findings: tuple[str, ...]
    at: int
    back_url: str
