"""The inbox: everybody who could not connect an app, as far as the reader may see it."""

from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

from admittance.web.pages.case import CaseStatus, Live
from admittance.web.pages.parts import Avatar, Mark
from admittance.web.pages.why import Choice


class Show(StrEnum):
    """The tabs."""

    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"


class Tab(Struct, frozen=True):
    """One tab with how many cases it holds."""

    show: Show
    count: int
    url: str


class CaseRow(Struct, frozen=True, kw_only=True):
    """One case. `own` is the reader's own; `missing` says in few words what is missing."""

    name: str
    url: str
    person: Avatar
    person_note: str
    app: Mark
    missing: str
    status: CaseStatus
    status_words: str
    at: int
    own: bool = False


class CaseGroup(Struct, frozen=True):
    """Several people who wait for the same: the sentence, and the case in which one approval serves them all."""

    words: str
    url: str


class CasesPage(Struct, frozen=True, kw_only=True):
    """`app` is the filter's client id, empty for all. `why_url` checks whether somebody could connect."""

    template: ClassVar[str] = "cases.html"
    action: str
    show: Show
    tabs: tuple[Tab, ...]
    apps: tuple[Choice, ...]
    app: str
    rows: tuple[CaseRow, ...]
    groups: tuple[CaseGroup, ...] = ()
    more: int = 0
    why_url: str = ""
    live: Live | None = None
