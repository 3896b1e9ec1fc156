"""Another person's authority behind a connection: the page that proposes, and the page that answers."""

from typing import ClassVar

from msgspec import Struct

from admittance.explain.explanation import Explanation
from admittance.web.pages.connected_apps import GivenScope
from admittance.web.pages.parts import Avatar, Mark


class CandidateRow(Struct, frozen=True, kw_only=True):
    """A colleague who could be asked. `passes`: whether they could grant all of it today."""

    user_id: int
    person: Avatar
    access: str
    passes: bool


class ReAnchorPage(Struct, frozen=True, kw_only=True):
    """An admin chooses whom to ask; `problem` says why the last choice can't be."""

    template: ClassVar[str] = "re_anchor.html"
    app: Mark
    person: str
    candidates: tuple[CandidateRow, ...]
    problem: str = ""
    action: str
    cancel_url: str


class TakeOverPage(Struct, frozen=True, kw_only=True):
    """The asked person answers. `explanations` are what they lack for it today; empty when nothing."""

    template: ClassVar[str] = "take_over.html"
    app: Mark
    person: str
    proposed_by: str
    scopes: tuple[GivenScope, ...]
    explanations: tuple[Explanation, ...]
    action: str
    later_url: str
