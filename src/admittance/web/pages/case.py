"""A refused attempt as those see it who may answer it, and what the person who was refused sees of its progress."""

from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

from admittance.explain.people import Person
from admittance.web.pages.parts import AccountMark, Avatar, Mark
from admittance.web.pages.plan_table import PlanTable

FIRST_WAYS = 4
"""How many ways a page shows before the rest is folded away. One alone is never folded."""


class CaseStatus(StrEnum):
    """How a case stands for whoever looks at it. GONE: its person or its app is not there any more. CLOSED: it was
    answered, and something is missing once more.
    """

    OPEN = "open"
    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
    SOLVED = "solved"
    EXPIRED = "expired"
    GONE = "gone"
    CLOSED = "closed"


class Happening(Struct, frozen=True, kw_only=True):
    """One entry of the timeline. `technical` is a code of the wire, `said` what somebody wrote with it."""

    what: str
    at: int
    technical: str = ""
    said: str = ""


class Live(Struct, frozen=True):
    """Where the page hears that something has changed; it then shows itself anew."""

    url: str


class Need(Struct, frozen=True):
    """A permission or tool that is missing, or a place in a link, and what there is instead. A `technical` name is one
    of the wire.
    """

    name: str
    instead: str = ""
    technical: bool = False


class Missing(Struct, frozen=True, kw_only=True):
    """One reason: what the app wants to do, as what it asked for that, and what is missing behind it."""

    title: str
    about: str
    technical: bool
    needs: tuple[Need, ...]


class WayStep(Struct, frozen=True, kw_only=True):
    """One step of a way: what is done, and `by` whom right now. `more` are further lines, `url` is where it is done."""

    title: str
    by: str
    more: tuple[str, ...] = ()
    url: str = ""


class Way(Struct, frozen=True, kw_only=True):
    """One way to solve the case. `value` names it in the form, `approve` is what the button says when it is chosen;
    both are empty where the reader can't approve anything of it now, and `note` says why.

    `everything` marks a way that adds all there is; `loses` says what the person would lose; `wanted` marks the one
    that the person asks for. `timed`: it ends by itself, and the form asks after how many minutes.
    """

    steps: tuple[WayStep, ...]
    adds: str
    lasts: str
    value: str = ""
    approve: str = ""
    note: str = ""
    loses: str = ""
    everything: bool = False
    wanted: bool = False
    timed: bool = False


class Fellow(Struct, frozen=True, kw_only=True):
    """Somebody else who waits for the same: `name` is their case, and `value` names it in the form."""

    value: str
    name: str
    url: str
    person: Avatar
    app: str


class Elevated(Struct, frozen=True, kw_only=True):
    """Extra rights that count right now. `minutes` are left, at least one."""

    what: tuple[str, ...]
    minutes: int
    ends_at: int
    given_by: str
    revoke_action: str = ""


class Answer(Struct, frozen=True):
    """What somebody answered, when, and in which words."""

    by: str
    at: int
    words: str


class CasePage(Struct, frozen=True, kw_only=True):
    """For an admin or whoever manages the plan; `asked_you`: this reader was asked, and nobody has answered. Where this
    reader can approve none of `ways`, `why_not` says why.
    `ways_note` says that there are more ways than these, or none. `plan_ways` are the smallest changes of the plan that
    do; `plan_url` leads to where it is changed. `edit_url` opens the person's permissions with what the case needs.

    INVARIANT: what the reader may not see is not in the model; the template hides nothing.
    """

    template: ClassVar[str] = "case.html"
    name: str
    list_url: str
    status: CaseStatus
    asked_you: bool = False
    heading: str
    summary: str
    person: Avatar
    person_first: str
    person_note: str
    app: Mark
    app_verified: bool
    code: str
    message: str = ""
    message_at: int | None = None
    missing: tuple[Missing, ...] = ()
    ways: tuple[Way, ...] = ()
    ways_note: str = ""
    usual_minutes: int = 15
    most_minutes: int = 480
    edit_url: str = ""
    why_not: str = ""
    approve_action: str = ""
    decline_action: str = ""
    plan_ways: tuple[str, ...] = ()
    plan_tables: tuple[PlanTable, ...] = ()
    plan_url: str = ""
    fellows: tuple[Fellow, ...] = ()
    fellows_ticked: bool = False
    elevated: Elevated | None = None
    able: tuple[Person, ...] = ()
    happened: tuple[Happening, ...] = ()
    answer: Answer | None = None
    live: Live | None = None

    @property
    def first_ways(self) -> tuple[Way, ...]:
        """The ways that are open to view: all of them where there are few."""
        return self.ways if len(self.ways) <= FIRST_WAYS + 1 else self.ways[:FIRST_WAYS]

    @property
    def further_ways(self) -> tuple[Way, ...]:
        """The rest, folded away so that the answer stays near; none where there are few."""
        return self.ways[len(self.first_ways) :]

    @property
    def current(self) -> Way | None:
        """The way that is chosen when the page opens: what the person asks for, else the smallest."""
        can = [way for way in self.ways if way.value]
        return next((way for way in can if way.wanted), can[0] if can else None)


class AskAlso(Struct, frozen=True):
    """Somebody else who could be asked: the words of the button, and who."""

    words: str
    fixer: int


class Progress(Struct, frozen=True, kw_only=True):
    """How far the person's own case has come, on the refusal. `ask_action` takes further people."""

    status: CaseStatus
    heading: str
    words: str
    happened: tuple[Happening, ...]
    ask_also: tuple[AskAlso, ...] = ()
    ask_action: str = ""

    @property
    def over(self) -> bool:
        """Nobody can be asked in it any more: only another attempt leads on."""
        return self.status not in (CaseStatus.WAITING, CaseStatus.DECLINED)


class OwnCasePage(Struct, frozen=True, kw_only=True):
    """The person's own case once nothing is in the way any more, or once it is over.

    `continue_url` is where the install goes on; `again` says how to begin anew where it cannot.
    """

    template: ClassVar[str] = "case_own.html"
    name: str
    app: Mark
    account: AccountMark
    status: CaseStatus
    heading: str
    words: str
    continue_url: str = ""
    again: str = ""
    happened: tuple[Happening, ...] = ()
    live: Live | None = None


class CaseOver(Struct, frozen=True, kw_only=True):
    """A form about a case that could not be taken: what the state is now, and the way to it."""

    template: ClassVar[str] = "case_over.html"
    heading: str
    words: str
    case_url: str
    list_url: str
