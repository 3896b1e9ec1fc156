"""Why? Given a person, an app and the account: the full decision."""

from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

from admittance.explain.address import Addresses
from admittance.explain.explanation import Explanation
from admittance.explain.headings import Heading
from admittance.web.pages.case import Way
from admittance.web.pages.parts import Avatar, Mark


class Choice(Struct, frozen=True):
    """One entry of a select or a suggestion list."""

    value: str
    label: str


class WhyProblem(StrEnum):
    """Why there is no answer."""

    NO_SUCH_PERSON = "no_such_person"
    NO_SUCH_APP = "no_such_app"
    LINK_OF_ANOTHER_APP = "link_of_another_app"
    INCOMPLETE = "incomplete"


class ScopeOutcome(StrEnum):
    """What becomes of one scope. FINE and UNDECIDED belong to a refusal: nothing is missing for a demanded scope, and
    an optional one is looked at only once nothing demanded is in the way.
    """

    GIVEN = "given"
    OFFERED = "offered"
    LEFT_OUT = "left_out"
    IN_THE_WAY = "in_the_way"
    FINE = "fine"
    UNDECIDED = "undecided"
    NOT_ASKED = "not_asked"


class WhyRow(Struct, frozen=True, kw_only=True):
    """A scope with its outcome and every sentence that explains it. `kind` is in words; empty where there is none."""

    scope: str
    label: str
    kind: str
    outcome: ScopeOutcome
    why: tuple[str, ...] = ()


class WhyAnswer(Struct, frozen=True, kw_only=True):
    """The decision. `heading` is None for a grant; `summary` says it in a sentence either way. `ways` are all that
    would mend a refusal, `ways_note` says whether there are more, or why there is none.
    """

    person: Avatar
    app: Mark
    granted: bool
    heading: Heading | None
    summary: str
    rows: tuple[WhyRow, ...]
    explanations: tuple[Explanation, ...] = ()
    addresses: Addresses | None = None
    ways: tuple[Way, ...] = ()
    ways_note: str = ""
    at: int


class WhyPage(Struct, frozen=True, kw_only=True):
    """A GET form with `person` (an e-mail address), `app` (a client id) and optionally `url` (an install URL)."""

    template: ClassVar[str] = "why.html"
    action: str
    people: tuple[Choice, ...]
    apps: tuple[Choice, ...]
    person: str = ""
    app: str = ""
    url: str = ""
    problem: WhyProblem | None = None
    answer: WhyAnswer | None = None
