"""One reason in words: the parts of a reason card, for pages, mails and the command line alike."""

from enum import StrEnum

from msgspec import Struct

from admittance.core.reasons import Audience, RefusalCode
from admittance.core.scopes import ScopeKind
from admittance.explain.people import Contact, Person


class Category(StrEnum):
    """What kind of thing is missing: the badge of a reason."""

    PERMISSION = "permission"
    PLAN = "plan"
    INSTALL_LINK = "install_link"
    CATALOGUE = "catalogue"


class Line(Struct, frozen=True):
    """One line of a node. `technical` is a name as it stands on the wire: shown in mono and never translated."""

    text: str
    technical: bool = False
    note: str = ""


class Node(Struct, frozen=True):
    """One link of the chain: what it is, then its lines, then people or an address that can be written to."""

    label: str
    lines: tuple[Line, ...] = ()
    note: str = ""
    people: tuple[Person, ...] = ()
    contact: Contact | None = None


class Explanation(Struct, frozen=True, kw_only=True):
    """A reason in one language. Backticks in a sentence stand around technical names.

    `chain` is what needs it, what is missing, and who can mend it. `wrong` says what is the matter, `rule` why that
    matters, `fix` what to change, `who` who does that. `other_ways` are sets that would do as well as the one shown.
    """

    cause: str
    code: RefusalCode
    audience: Audience
    category: Category
    category_word: str
    scope: str
    kind: ScopeKind | None
    title: str
    chain: tuple[Node, Node, Node]
    wrong: str
    rule: str
    fix: str
    who: str
    other_ways: tuple[str, ...] = ()
    help_anchor: str = ""
