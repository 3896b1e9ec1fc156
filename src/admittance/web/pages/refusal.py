"""The refusal: the official heading, then what is missing, why, and who can mend it."""

from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct

from admittance.core.reasons import Audience, RefusalCode
from admittance.explain.address import Addresses
from admittance.explain.explanation import Explanation
from admittance.explain.headings import Heading
from admittance.explain.people import Contact, Person
from admittance.web.pages.case import Live, Need, Progress, Way
from admittance.web.pages.parts import AccountMark, BackToApp, Mark
from admittance.web.pages.plan_table import PlanTable


class Ask(Struct, frozen=True, kw_only=True):
    """The form that sends the case to one of `people`; the first is the nearest. `first` names a single one."""

    action: str
    people: tuple[Person, ...]
    first: str = ""


class Mender(Struct, frozen=True, kw_only=True):
    """One kind of helper with everything they can mend. `also` is a second address that may help: for a plan, the app's
    support contact (product section 1). `changes` are the fixes as a list, where they are permissions; `plans` are the
    smallest changes of the plan, any of which does; `own_url` is where the reader can change it. `ask` is there where
    somebody can be asked from this page. `tell_action` sends the case to the app's developer, who has had it
    since `told_at`.
    """

    audience: Audience
    fixes: tuple[str, ...]
    people: tuple[Person, ...] = ()
    contact: Contact | None = None
    also: Contact | None = None
    changes: tuple[Need, ...] = ()
    plans: tuple[str, ...] = ()
    own_url: str = ""
    ask: Ask | None = None
    tell_action: str = ""
    told_at: int | None = None


class OtherWay(Struct, frozen=True):
    """A way beside the smallest one. `wish` names it and `ask` are those to send it to, where it can be asked for."""

    way: Way
    wish: str = ""
    ask: tuple[int, ...] = ()


class OtherWays(Struct, frozen=True, kw_only=True):
    """What else would do. `kinds` names them in a line; `note` says that there are more, or why there is none. `able`
    are colleagues who could connect right now, each for themselves.
    """

    kinds: str
    ways: tuple[OtherWay, ...] = ()
    able: tuple[Person, ...] = ()
    note: str = ""
    action: str = ""

    @property
    def count(self) -> int:
        """The ways, and that of asking a colleague."""
        return len(self.ways) + bool(self.able)


class CaseLink(Struct, frozen=True):
    """The case by its short name ("C-7Q4M"); `url` is the whole address to hand on, which names no account. Empty where
    it has no page of its own.
    """

    name: str
    url: str = ""


class RefusalPage(Struct, frozen=True, kw_only=True):
    """`explanations` are all reasons in headline order, at least one. `addresses` is set for a wrong install link.

    `help_url` and `help_title` name the help article, `access_url` the app's minimum access rights; empty where there
    is none. `at` is when the attempt was decided.
    `again_url` takes the decision anew. `progress` says what has become of the case since. `plan_tables` compare the
    plan with the smallest ones that do. `mended` are the titles of what was in the way before and is so no more.
    """

    template: ClassVar[str] = "refusal.html"
    app: Mark
    account: AccountMark
    code: RefusalCode
    heading: Heading
    summary: str
    explanations: tuple[Explanation, ...]
    menders: tuple[Mender, ...]
    addresses: Addresses | None = None
    case: CaseLink | None = None
    reference: str
    at: int
    back: BackToApp | None = None
    again_url: str = ""
    help_url: str = ""
    help_title: str = ""
    access_url: str = ""
    progress: Progress | None = None
    other_ways: OtherWays | None = None
    plan_tables: tuple[PlanTable, ...] = ()
    mended: tuple[str, ...] = ()
    live: Live | None = None

    @property
    def long_heading(self) -> bool:
        """The two developer headings are long and stand smaller."""
        return self.code in (RefusalCode.INSUFFICIENT_SCOPES, RefusalCode.SCOPE_MISMATCH)


def menders(explanations: Sequence[Explanation], developer: Contact) -> tuple[Mender, ...]:
    """Who mends what, in the order of the reasons: each kind of helper once, with each fix once."""
    by_audience: dict[Audience, list[Explanation]] = {}
    for explanation in explanations:
        by_audience.setdefault(explanation.audience, []).append(explanation)
    return tuple(
        Mender(
            audience=audience,
            fixes=tuple(dict.fromkeys(explanation.fix for explanation in theirs)),
            people=theirs[0].chain[2].people,
            contact=theirs[0].chain[2].contact,
            also=developer if audience is Audience.PLAN_OWNER else None,
        )
        for audience, theirs in by_audience.items()
    )
