"""Teams, and the permission sets of the catalogue."""

from typing import ClassVar

from msgspec import Struct

from admittance.web.pages.parts import Avatar
from admittance.web.pages.users import PeopleTabs


class TeamRow(Struct, frozen=True, kw_only=True):
    """A team with its first members; `members` is how many there are."""

    name: str
    people: tuple[Avatar, ...]
    members: int
    users_url: str


class TeamsPage(Struct, frozen=True, kw_only=True):
    """All teams. The actions are empty where the reader may change nothing; `typed` is a name that was not taken."""

    template: ClassVar[str] = "teams.html"
    tabs: PeopleTabs
    rows: tuple[TeamRow, ...]
    add_action: str
    rename_action: str
    remove_action: str
    problem: str = ""
    typed: str = ""


class SetRow(Struct, frozen=True, kw_only=True):
    """A permission set: what it is for, who has it, and what it gives."""

    id: str
    name: str
    about: str
    people: int
    users_url: str
    grants: tuple[str, ...]


class PermissionSetsPage(Struct, frozen=True, kw_only=True):
    """All permission sets, in the catalogue's order."""

    template: ClassVar[str] = "permission_sets.html"
    tabs: PeopleTabs
    rows: tuple[SetRow, ...]
