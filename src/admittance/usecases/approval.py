"""What an approver gives: one of the remedies shown, or another one (product section 4)."""

from typing import TypeAlias, assert_never

import msgspec
from msgspec import Struct

from admittance.core.remedies.remedy import (
    AssignSet,
    ElevateRights,
    ElevateSuperAdmin,
    GrantRights,
    MakeSuperAdmin,
    PermissionPart,
)
from admittance.core.requirements import Right
from admittance.usecases.case_records import USUAL_ELEVATION


class GiveRights(Struct, frozen=True, tag="give_rights", tag_field="gives"):
    """Permissions for good: added to the person's own, which are "Custom" from then on."""

    rights: tuple[Right, ...]


class GiveSet(Struct, frozen=True, tag="give_set", tag_field="gives"):
    """A permission set in place of the person's own rights."""

    permission_set: str


class GiveSuperAdmin(Struct, frozen=True, tag="give_super_admin", tag_field="gives"):
    """Super Admin for good."""


class LendRights(Struct, frozen=True, tag="lend_rights", tag_field="gives"):
    """Permissions for this one connection, for `lasts` milliseconds (product section 5)."""

    rights: tuple[Right, ...]
    lasts: int = USUAL_ELEVATION


class LendSuperAdmin(Struct, frozen=True, tag="lend_super_admin", tag_field="gives"):
    """Super Admin for this one connection, for `lasts` milliseconds (product section 5)."""

    lasts: int = USUAL_ELEVATION


Approval: TypeAlias = GiveRights | GiveSet | GiveSuperAdmin | LendRights | LendSuperAdmin

_DECODER: msgspec.json.Decoder[Approval] = msgspec.json.Decoder(Approval)


def approval_text(approval: Approval) -> str:
    """How a case's `remedy` names what was given; also a value for a form."""
    return msgspec.json.encode(approval, order="deterministic").decode()


def read_approval(text: str) -> Approval | None:
    """The approval behind `approval_text`; None for any other text."""
    try:
        return _DECODER.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return None


def approval_of(part: PermissionPart, *, lasts: int = USUAL_ELEVATION) -> Approval:
    """What carries out the permission part of a remedy. `lasts` is for an elevation."""
    match part:
        case GrantRights():
            return GiveRights(part.rights)
        case AssignSet():
            return GiveSet(part.permission_set)
        case ElevateRights():
            return LendRights(part.rights, lasts)
        case ElevateSuperAdmin():
            return LendSuperAdmin(lasts)
        case MakeSuperAdmin():
            return GiveSuperAdmin()
        case _:
            assert_never(part)
