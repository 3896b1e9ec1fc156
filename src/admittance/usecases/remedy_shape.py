"""Remedies as plain data: the one shape that the command line, the API and the pages show (docs/decide.md)."""

from collections.abc import Iterable
from typing import assert_never

from admittance.core.remedies.remedy import (
    AssignSet,
    ElevateRights,
    ElevateSuperAdmin,
    GrantRights,
    MakeSuperAdmin,
    Remedy,
    RightChange,
)
from admittance.usecases.decision_shape import Shape
from admittance.usecases.records import Member
from admittance.usecases.remedies_now import RemediesNow, StepNow, Way


def remedies_shape(now: RemediesNow) -> Shape:
    """`remedies` in order, and what is to be known of the list as a whole."""
    return {
        "remedies": [way_shape(way) for way in now.ways],
        "more_remedies": now.more,
        "search_cut": now.cut,
        "out_of_reach": list(now.out_of_reach),
    }


def way_shape(way: Way) -> Shape:
    """One remedy: its four parts, what it adds and costs, and its steps with who may take each now."""
    remedy = way.remedy
    return {
        "permission": _permission(way),
        "plan": [{"product": one.product, "from": one.before, "to": one.after} for one in remedy.plan],
        **_link(remedy),
        "added_privilege": remedy.added_privilege,
        "new_products": remedy.new_products,
        "cost": remedy.cost,
        "people": remedy.people,
        "steps": [_step(one) for one in way.steps],
    }


def changes_shape(changes: Iterable[RightChange]) -> list[Shape]:
    """Permissions with their level before and after."""
    return [{"permission": one.permission, "from": one.before.value, "to": one.after.value} for one in changes]


def _permission(way: Way) -> Shape | None:
    """`part` names its kind; its own keys are the set to assign, or the rights to set."""
    part = way.remedy.permission
    match part:
        case None:
            return None
        case AssignSet():
            own: Shape = {"permission_set": part.permission_set}
        case GrantRights() | ElevateRights():
            own = {"rights": [{"permission": one.permission, "level": one.level.value} for one in part.rights]}
        case ElevateSuperAdmin() | MakeSuperAdmin():
            own = {}
        case _:
            assert_never(part)
    kind = {"part": str(part.__struct_config__.tag)}
    return {**kind, **own, "added": changes_shape(way.added), "lost": changes_shape(way.lost)}


def _link(remedy: Remedy) -> Shape:
    return {
        "install_url": [
            {
                "scope": one.scope,
                "from": [place.value for place in one.before],
                "to": [place.value for place in one.after],
            }
            for one in remedy.url
        ],
        "manifest": [
            {"scope": one.scope, "from": one.before.value if one.before else None, "to": one.after.value}
            for one in remedy.manifest
        ],
    }


def _step(one: StepNow) -> Shape:
    """`own`: the person who would connect may take it."""
    return {"audience": one.step.audience.value, "people": people_shape(one.people), "own": one.own}


def people_shape(members: Iterable[Member]) -> list[Shape]:
    """People of the account by id and name."""
    return [{"user": member.user.id, "name": member.user.name} for member in members]
