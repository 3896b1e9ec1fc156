"""What else would let a refused person connect, beside the smallest fix."""

from collections.abc import Sequence

from msgspec import Struct

from admittance.core.reasons import Audience
from admittance.core.remedies.remedy import (
    AssignSet,
    ElevateRights,
    ElevateSuperAdmin,
    GrantRights,
    MakeSuperAdmin,
    PermissionPart,
)
from admittance.explain.people import Person, any_of
from admittance.usecases.remedies_now import RemediesNow, Way
from admittance.usecases.wish import wish_for, wish_text
from admittance.web.pages.refusal import OtherWay, OtherWays
from admittance.web.present.reader import Reader
from admittance.web.present.ways import Telling, way_shown, ways_note


class Asking(Struct, frozen=True):
    """Where a wish is sent, and who can be asked for one; nowhere and nobody once the case is asked or over."""

    action: str = ""
    fixers: frozenset[int] = frozenset()


def other_ways(
    reader: Reader, now: RemediesNow, telling: Telling, able: tuple[Person, ...], asking: Asking
) -> OtherWays | None:
    """Every way but the first, and the colleagues who could connect. None where there is nothing to tell."""
    rest, note = now.ways[1:], ways_note(reader, now)
    if not (rest or able or note):
        return None
    return OtherWays(
        kinds=_kinds(reader, rest, able),
        ways=tuple(_other(reader, way, telling, asking) for way in rest),
        able=able,
        note=note,
        action=asking.action,
    )


def _other(reader: Reader, way: Way, telling: Telling, asking: Asking) -> OtherWay:
    return OtherWay(way_shown(reader, way, telling), wish_text(wish_for(way)), askable(way, asking.fixers))


def _kinds(reader: Reader, ways: Sequence[Way], able: tuple[Person, ...]) -> str:
    words = [_kind(reader, way.remedy.permission) for way in ways]
    words += [reader.words.gettext("a colleague who can connect now")] if able else []
    kinds = any_of(list(dict.fromkeys(words)), reader.words)
    return kinds[:1].upper() + kinds[1:]


def _kind(reader: Reader, part: PermissionPart | None) -> str:
    t = reader.words
    match part:
        case None:
            return t.gettext("another change of the plan or the link")
        case GrantRights():
            return t.gettext("other permissions")
        case AssignSet():
            return t.gettext("a permission set")
        case ElevateRights():
            return t.gettext("extra rights for a while")
        case ElevateSuperAdmin() | MakeSuperAdmin():
            return t.gettext("a Super Admin's rights")


def askable(way: Way, fixers: frozenset[int]) -> tuple[int, ...]:
    """The nearest person for each step that somebody in the account has to take; nobody where one can't be taken."""
    inside = [one for one in way.steps if one.step.audience is not Audience.DEVELOPER and not one.own]
    nearest = [next((member.user.id for member in one.people if member.user.id in fixers), None) for one in inside]
    found = tuple(dict.fromkeys(one for one in nearest if one is not None))
    return found if None not in nearest else ()
