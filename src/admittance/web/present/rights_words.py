"""What a permission part gives and takes, by name."""

from collections.abc import Sequence

from admittance.core.levels import Level
from admittance.core.remedies.remedy import AssignSet, ElevateRights, GrantRights, PermissionPart, RightChange
from admittance.explain.levels import level_word
from admittance.explain.people import all_of
from admittance.web.present.reader import Reader

NAMED = 6
"""So many permissions stand by name; the others are counted."""
_ABSENT = frozenset({Level.NONE, Level.OFF})


def added_in(part: PermissionPart) -> tuple[RightChange, ...]:
    """What is given by name: without what comes along; empty for a Super Admin, who gets everything."""
    match part:
        case GrantRights() | ElevateRights():
            named = {right.permission for right in part.rights}
            return tuple(change for change in part.added if change.permission in named)
        case AssignSet():
            return part.added
        case _:
            return ()


def given_names(reader: Reader, part: PermissionPart) -> tuple[str, ...]:
    """What is given, and what the catalogue grants along with that."""
    named = added_in(part)
    along = [one for one in part.added if one not in named] if isinstance(part, GrantRights | ElevateRights) else []
    lines = [change_names(reader, named)]
    if along:
        words = {"permissions": change_names(reader, along)}
        lines.append(reader.words.gettext("With it come %(permissions)s.") % words)
    return tuple(lines)


def change_names(reader: Reader, changes: Sequence[RightChange]) -> str:
    """ "App Marketplace access and Contacts · Edit (All instead of Team)"; beyond six they are counted."""
    return _named(reader, [change_name(reader, one) for one in changes])


def lost_names(reader: Reader, changes: Sequence[RightChange]) -> str:
    """What is lost, at the level that it had."""
    return _named(reader, [right_name(reader, one.permission, one.before) for one in changes])


def change_name(reader: Reader, change: RightChange) -> str:
    """One permission with its new level, and the one before where there was one."""
    if change.before in _ABSENT:
        return right_name(reader, change.permission, change.after)
    words = {
        "permission": reader.labels.permission_in_section(change.permission),
        "level": level_word(change.after, reader.words),
        "before": level_word(change.before, reader.words),
    }
    return reader.words.gettext("%(permission)s (%(level)s instead of %(before)s)") % words


def right_name(reader: Reader, permission: str, level: Level) -> str:
    """ "App Marketplace access", "Contacts · Edit (All)"."""
    label = reader.labels.permission_in_section(permission)
    return label if level is Level.ON else f"{label} ({level_word(level, reader.words)})"


def _named(reader: Reader, names: list[str]) -> str:
    if len(names) <= NAMED:
        return all_of(names, reader.words)
    more = len(names) - NAMED
    rest = reader.words.ngettext("%(num)s more", "%(num)s more", more) % {"num": more}
    return all_of([*names[:NAMED], rest], reader.words)
