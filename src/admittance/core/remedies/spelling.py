"""Candidates in names and levels."""

from collections.abc import Sequence
from typing import assert_never

from admittance.core.remedies.asked import Asked
from admittance.core.remedies.candidates import Candidate, Means
from admittance.core.remedies.mends import Home, Misplaced, chosen_homes
from admittance.core.remedies.remedy import (
    AssignSet,
    ElevateRights,
    ElevateSuperAdmin,
    GrantRights,
    MakeSuperAdmin,
    ManifestChange,
    PermissionPart,
    Remedy,
    UrlChange,
)


def spell(asked: Asked, misplaced: Sequence[Misplaced], candidates: Sequence[Candidate]) -> tuple[Remedy, ...]:
    """The remedies that the masks stand for."""
    parts: dict[tuple[Means, int, int], PermissionPart | None] = {}  # most remedies share theirs with others
    remedies = []
    for one in candidates:
        key = (one.means, one.permission_set, one.rights)
        if key not in parts:
            parts[key] = _permission_part(asked, one)
        homes = chosen_homes(misplaced, one.moves)
        remedies.append(_remedy(asked, homes, parts[key], one))
    return tuple(remedies)


def _remedy(
    asked: Asked, homes: Sequence[tuple[Misplaced, Home]], part: PermissionPart | None, one: Candidate
) -> Remedy:
    return Remedy(
        url=tuple([UrlChange(at.scope, at.places, home.places) for at, home in homes if home.places != at.places]),
        manifest=tuple(
            [
                ManifestChange(at.scope, at.kind, home.kind)
                for at, home in homes
                if home.kind is not None and home.kind is not at.kind
            ]
        ),
        plan=asked.terms.plans.changes(asked.subscriptions, one.plan),
        permission=part,
        added_privilege=one.privilege,
        new_products=one.new_products,
        cost=one.cost,
        people=one.people,
    )


def _permission_part(asked: Asked, one: Candidate) -> PermissionPart | None:
    rights = asked.terms.rights
    match one.means:
        case Means.GRANT:
            return GrantRights(*rights.raised(one.rights)) if one.rights else None
        case Means.ELEVATE:
            return ElevateRights(*rights.raised(one.rights))
        case Means.ASSIGN_SET:
            name, after = list(asked.terms.sets.items())[one.permission_set]
            _, added = rights.raised(one.rights)
            return AssignSet(name, added, rights.lowered(asked.question.rights & ~after))
        case Means.ELEVATE_SUPER_ADMIN:
            return ElevateSuperAdmin()
        case Means.MAKE_SUPER_ADMIN:
            return MakeSuperAdmin()
        case _:
            assert_never(one.means)
