"""What an approver gives, as text and from a remedy."""

import pytest

from admittance.core.levels import Level
from admittance.core.remedies.remedy import (
    AssignSet,
    ElevateRights,
    ElevateSuperAdmin,
    GrantRights,
    MakeSuperAdmin,
    PermissionPart,
)
from admittance.core.requirements import Right
from admittance.usecases.approval import (
    Approval,
    GiveRights,
    GiveSet,
    GiveSuperAdmin,
    LendRights,
    LendSuperAdmin,
    approval_of,
    approval_text,
    read_approval,
)

RIGHTS = (Right("crm.contacts.view", Level.TEAM),)
PAIRS: list[tuple[PermissionPart, Approval]] = [
    (GrantRights(RIGHTS, ()), GiveRights(RIGHTS)),
    (AssignSet("sales_rep", (), ()), GiveSet("sales_rep")),
    (ElevateRights(RIGHTS, ()), LendRights(RIGHTS, 5)),
    (ElevateSuperAdmin(), LendSuperAdmin(5)),
    (MakeSuperAdmin(), GiveSuperAdmin()),
]


@pytest.mark.parametrize(("part", "approval"), PAIRS, ids=lambda one: type(one).__name__)
def test_every_permission_part_can_be_carried_out(part: PermissionPart, approval: Approval) -> None:
    """Each kind of remedy for a missing permission is one kind of approval, and a text that reads back the same."""
    assert approval_of(part, lasts=5) == approval
    assert read_approval(approval_text(approval)) == approval


@pytest.mark.parametrize("text", ["", "{", "[]", '{"gives":"everything"}', '{"gives":"give_set"}', "\ud800"])
def test_other_texts_are_no_approval(text: str) -> None:
    """What a form sends is read strictly."""
    assert read_approval(text) is None
