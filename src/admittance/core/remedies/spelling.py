"""Candidates in names and levels."""

from collections.abc import Sequence
from itertools import islice
from typing import assert_never

from admittance.core.remedies.asked import Asked
from admittance.core.remedies.candidates import Candidate, Means
from admittance.core.remedies.mends import Misplaced, chosen_homes
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


def spell(asked: Asked, misplaced: Sequence[Misplaced], one: Candidate) -> Remedy:
    """The remedy that the masks stand for."""
    homes = chosen_homes(misplaced, one.moves)
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
        permission=_permission_part(asked, one),
        added_privilege=one.privilege,
        new_products=one.new_products,
        cost=one.cost,
        people=one.people,
    )


def _permission_part(asked: Asked, one: Candidate) -> PermissionPart | None:
    held, rights = asked.question.rights, asked.terms.rights
    match one.means:
        case Means.GRANT | Means.ELEVATE:
            if not one.rights:
                return None
            added = rights.changes(held, held | one.rights)
            part = GrantRights if one.means is Means.GRANT else ElevateRights
            return part(rights.to_set(added), added)
        case Means.ASSIGN_SET:
            name, after = next(islice(asked.terms.sets.items(), one.permission_set, None))
            return AssignSet(name, rights.changes(held, held | after), rights.changes(held, held & after))
        case Means.ELEVATE_SUPER_ADMIN:
            return ElevateSuperAdmin()
        case Means.MAKE_SUPER_ADMIN:
            return MakeSuperAdmin()
        case _:
            assert_never(one.means)
