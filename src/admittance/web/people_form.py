"""The permission editor's form, read into what the person shall have."""

from admittance.catalogue.entries import Permission
from admittance.catalogue.model import Catalogue
from admittance.core.levels import Ladder, Level
from admittance.http.parameters import Parameters
from admittance.usecases.people.edit_rights import Wanted

MORE_FIELDS = 32
"""Fields of the form beside one for each permission."""


def read_wanted(catalogue: Catalogue, sent: Parameters) -> Wanted:
    """What the form says. A permission that is missing in it is off: browsers leave out boxes without a tick.

    Whole-section switches count where they were moved, after the single permissions; a permission set that was newly
    chosen counts before everything, since it replaces all of it.
    """
    chosen = sent.get("set")
    newly = catalogue.sets.get(chosen or "") if chosen != sent.get("set_was") else None
    rights = dict(newly.grants) if newly else _moved(catalogue, sent, _single(catalogue, sent))
    return Wanted(rights=rights, permission_set=chosen, team=sent.get("team"))


def _single(catalogue: Catalogue, sent: Parameters) -> dict[str, Level]:
    read = ((name, _level(permission, sent.get(f"p:{name}"))) for name, permission in catalogue.permissions.items())
    return {name: level for name, level in read if level is not None}


def _level(permission: Permission, text: str | None) -> Level | None:
    """None for not having it, which is also what an unknown value comes to."""
    if permission.ladder is Ladder.SWITCH:
        return Level.ON if text == "on" else None
    return next((level for level in permission.ladder.levels[1:] if level.value == text), None)


def _moved(catalogue: Catalogue, sent: Parameters, rights: dict[str, Level]) -> dict[str, Level]:
    shown, now = set((sent.get("toggles_shown") or "").split()), set(sent.all("toggle"))
    for toggle in catalogue.toggles:
        if toggle in now - shown:
            rights = _switched_on(catalogue, toggle, rights)
        elif toggle in shown - now:
            rights = {name: level for name, level in rights.items() if name not in catalogue.toggle_grants(toggle)}
    return rights


def _switched_on(catalogue: Catalogue, toggle: str, rights: dict[str, Level]) -> dict[str, Level]:
    """Everything of the switch at least at its level; what reaches further already stays."""
    raised = dict(rights)
    for name, level in catalogue.toggle_grants(toggle).items():
        levels = catalogue.permissions[name].ladder.levels
        raised[name] = max(rights.get(name, levels[0]), level, key=levels.index)
    return raised
