"""Permissions: where they stand, what they imply, which switch sets them, and the sets that bundle them."""

from collections.abc import Iterable, Iterator, Mapping

from admittance.catalogue.entries import Entries, Permission
from admittance.catalogue.mistakes import Path, Report
from admittance.core.levels import Ladder, Level
from admittance.core.requirements import Right


def check_permissions(entries: Entries, report: Report, *, brief: bool) -> None:
    """Section, action, implied permissions and switch of each permission are declared; implications never go round."""
    for name, permission in entries.permissions.items():
        path: Path = ("permissions", name)
        if not brief and permission.object and permission.section not in entries.sections:
            report.unknown(path, "section", permission.section, entries.sections)
        if permission.object in entries.objects and permission.action not in entries.actions:
            report.unknown(path, "action", permission.action, entries.actions)
        _check_implied(permission, entries, (*path, "implies"), report)
        _check_toggle(permission, entries, (*path, "toggle"), report)
    for circle in _circles(entries.permissions):
        what = f"`{circle[0]}` implies itself: {' > '.join(circle)}"
        report.add(("permissions", circle[0], "implies"), what, "cut the circle where it is weakest", word=circle[1])
    _check_used(entries, report)


def check_sets(entries: Entries, report: Report) -> None:
    """Sets grant what exists, and say everything that it implies: nobody should have to work that out."""
    for name, bundle in entries.sets.items():
        path = ("sets", name, "grants")
        check_rights([Right(*grant) for grant in bundle.grants.items()], entries, path, report)
        for (implied, level), by in _unsaid(bundle.grants, entries.permissions).items():
            what = f"`{by}` brings `{implied}:{level}` along, and the set does not say so"
            report.add(path, what, f"write {implied}:{level}", word=f"{by}:{bundle.grants[by]}")


def check_rights(rights: Iterable[Right], entries: Entries, path: Path, report: Report) -> None:
    """Each right names a permission, and a level that it knows."""
    for right in rights:
        word = f"{right.permission}:{right.level}"
        permission = entries.permissions.get(right.permission)
        if permission is None:
            report.unknown(path, "permission", right.permission, entries.permissions, word=word)
        else:
            _check_level(permission, right.level, word, path, report)


def _check_level(permission: Permission, level: Level, word: str, path: Path, report: Report) -> None:
    absent, *real = permission.ladder.levels
    if level not in real:
        why = f"`{absent}` is not having it" if level is absent else f"`{level}` is not on its ladder"
        report.add(path, f"`{permission.id}` at `{level}`: {why}", f"its levels are {', '.join(real)}", word=word)


def _check_implied(permission: Permission, entries: Entries, path: Path, report: Report) -> None:
    for name in permission.implies:
        implied = entries.permissions.get(name)
        if implied is None:
            report.unknown(path, "permission", name, entries.permissions)
        elif implied.ladder is not permission.ladder:
            hint = "a permission implies others at its own level, so both need the same ladder"
            what = f"`{name}` has the ladder `{implied.ladder}`, `{permission.id}` has `{permission.ladder}`"
            report.add(path, what, hint, word=name)


def _check_toggle(permission: Permission, entries: Entries, path: Path, report: Report) -> None:
    if permission.toggle is None:
        return
    toggle, level = permission.toggle
    if toggle not in entries.toggles:
        report.unknown(path, "toggle", toggle, entries.toggles)
    _check_level(permission, level, f"{toggle}:{level}", path, report)


def _check_used(entries: Entries, report: Report) -> None:
    """A row without cells or a switch that sets nothing is a slip in an id."""
    toggles = {permission.toggle[0] for permission in entries.permissions.values() if permission.toggle}
    objects = {permission.object for permission in entries.permissions.values()}
    for table, declared, used in (("toggles", entries.toggles, toggles), ("objects", entries.objects, objects)):
        for name in (name for name in declared if name not in used):
            what = f"no permission belongs to `{name}`"
            report.add((table, name), what, "remove it, or name it in a permission", absent=name)


def _circles(permissions: Mapping[str, Permission]) -> Iterator[tuple[str, ...]]:
    """Chains of implications that come back to where they began, each once, walking every implication once."""
    done: set[str] = set()
    for start in permissions:
        trail = {} if start in done else {start: iter(permissions[start].implies)}
        while trail:
            name = next(reversed(trail))
            implied = next(trail[name], None)
            if implied is None:
                trail.popitem()
                done.add(name)
            elif implied in trail:
                names = list(trail)
                yield (*names[names.index(implied) :], implied)
            elif implied in permissions and implied not in done:
                trail[implied] = iter(permissions[implied].implies)


def _unsaid(grants: Mapping[str, Level], permissions: Mapping[str, Permission]) -> dict[tuple[str, Level], str]:
    """Implied rights above what `grants` says -> the grant that brings them; the highest level of each only."""
    highest: dict[str, tuple[int, Level, str]] = {}
    for name, level in grants.items():
        for implied in _implied_by(name, permissions):
            ladder = permissions[implied].ladder
            step = _step(ladder, level)
            said = _step(ladder, grants.get(implied, ladder.levels[0]))
            if step > max(said, highest.get(implied, (0,))[0]):
                highest[implied] = (step, level, name)
    return {(implied, level): by for implied, (_, level, by) in highest.items()}


def _step(ladder: Ladder, level: Level) -> int:
    """How high `level` is; 0 for one that is not on the ladder, which is another mistake."""
    return ladder.levels.index(level) if level in ladder.levels else 0


def _implied_by(name: str, permissions: Mapping[str, Permission]) -> list[str]:
    reached = dict.fromkeys([name] if name in permissions else [])
    waiting = list(reached)
    while waiting:
        new = [implied for implied in permissions[waiting.pop()].implies if implied in permissions]
        waiting += [implied for implied in new if implied not in reached]
        reached |= dict.fromkeys(new)
    return list(reached)[1:]
