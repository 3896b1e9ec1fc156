"""What an act on a person answers. Each is a value; nothing here is an accident."""

from enum import StrEnum

from msgspec import Struct

from admittance.core.requirements import Right
from admittance.usecases.records import Member, Membership, User


class Hindrance(StrEnum):
    """Why a person may not do something to another, in the order in which it is looked for."""

    NEEDS_EDIT_PEOPLE = "needs_edit_people"
    ONLY_SUPER_ADMINS = "only_super_admins"
    ONESELF = "oneself"
    DEACTIVATED = "deactivated"
    LAST_SUPER_ADMIN = "last_super_admin"


class MayNot(Struct, frozen=True):
    """Nothing was changed. `user` is the person it would have happened to."""

    user: User
    why: Hindrance


class NotHeld(Struct, frozen=True):
    """Nothing was changed: whoever asks does not hold `rights`, so they cannot grant them (product section 3)."""

    user: User
    rights: tuple[Right, ...]


class Stale(Struct, frozen=True):
    """Nothing was changed: somebody else changed the person since the page was made. `member` is how it stands now."""

    member: Member


class Changed(Struct, frozen=True):
    """Done, with its audit row. It counts at the next decision."""

    user: User
    before: Membership
    after: Membership


class Unchanged(Struct, frozen=True):
    """What was asked for is how it stands already; no audit row."""

    user: User
