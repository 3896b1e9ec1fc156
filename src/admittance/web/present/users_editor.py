"""The permission editor as its page: the catalogue's sections with what the person has, and what the form says."""

from collections.abc import Iterable, Mapping
from gettext import NullTranslations

from msgspec import Struct

from admittance.catalogue.entries import Permission
from admittance.catalogue.labels import CatalogueLabels
from admittance.core.levels import Ladder, Level
from admittance.core.requirements import Right
from admittance.explain.levels import level_word
from admittance.usecases.people.edit_rights import Wanted
from admittance.usecases.records import Member, Membership
from admittance.web.pages.permission_editor import (
    Difference,
    EditorSection,
    LevelChoice,
    MatrixRow,
    SectionToggle,
    Switch,
)
from admittance.web.pages.users import Option
from admittance.web.present.reader import Reader

ABSENT = (Level.NONE, Level.OFF)
COLUMNS = ("view", "edit", "delete")
UNASSIGNED = "unassigned"


class Sheet(Struct, frozen=True, kw_only=True):
    """What the editor is drawn from: the stored rights and the wanted ones, everything implied written out."""

    reader: Reader
    stored: Mapping[str, Level]
    wanted: Mapping[str, Level]

    @property
    def names(self) -> CatalogueLabels:
        """The catalogue's names."""
        return self.reader.catalogue.labels(self.reader.language.value)

    def absent(self, permission: Permission) -> Level:
        """The lowest level of its ladder."""
        return permission.ladder.levels[0]

    def is_on(self, permission: Permission) -> bool:
        """Whether it is wanted at any level."""
        return self.wanted.get(permission.id, self.absent(permission)) not in ABSENT


def sections(sheet: Sheet) -> tuple[EditorSection, ...]:
    """Every section of the catalogue that has a permission; the first, and those with a change, stand open."""
    permissions = sheet.reader.catalogue.permissions.values()
    found: list[EditorSection] = []
    for section in sheet.reader.catalogue.sections:
        own = [permission for permission in permissions if permission.section == section]
        if own:
            found.append(_section(sheet, section, own, first=not found))
    return tuple(found)


def toggle_ids(sheet: Sheet) -> tuple[str, ...]:
    """The whole-section switches that stand on."""
    return tuple(toggle for toggle in sheet.reader.catalogue.toggles if _toggle(sheet, toggle).on)


def _section(sheet: Sheet, section: str, own: list[Permission], *, first: bool) -> EditorSection:
    objects = sheet.reader.catalogue.objects
    matrix = [permission for permission in own if permission.object in objects]
    others = [permission for permission in own if permission.object not in objects]
    on = sum(sheet.is_on(permission) for permission in own)
    changed = any(sheet.wanted.get(one.id) != sheet.stored.get(one.id) for one in own)
    names, words = sheet.names, sheet.reader.words
    return EditorSection(
        id=section,
        title=names.section(section),
        toggles=tuple(_toggle(sheet, toggle) for toggle in _toggles_of(sheet, section)),
        actions=(*(names.action(action) for action in COLUMNS), names.action(UNASSIGNED)),
        matrix=tuple(_matrix_row(sheet, name, matrix) for name in dict.fromkeys(one.object for one in matrix)),
        choices=tuple(_choice(sheet, one, names.permission(one.id)) for one in others if one.ladder is Ladder.RECORDS),
        switches=tuple(_switch(sheet, one, names.permission(one.id)) for one in others if one.ladder is Ladder.SWITCH),
        state_words=_of(words, on, len(own)),
        open=first or changed,
    )


def _of(words: NullTranslations, on: int, every: int) -> str:
    return words.gettext("%(on)s of %(all)s on") % {"on": on, "all": every}


def _toggles_of(sheet: Sheet, section: str) -> list[str]:
    """A switch stands in the section of its name; one without such a section where its first permission is."""
    catalogue = sheet.reader.catalogue
    found = []
    for toggle in catalogue.toggles:
        first = next((one for one in catalogue.permissions.values() if one.toggle and one.toggle[0] == toggle), None)
        home = toggle if toggle in catalogue.sections or first is None else first.section
        if home == section:
            found.append(toggle)
    return found


def _toggle(sheet: Sheet, toggle: str) -> SectionToggle:
    grants = sheet.reader.catalogue.toggle_grants(toggle)
    catalogue = sheet.reader.catalogue
    held = sum(_reaches(catalogue.permissions[name], sheet.wanted.get(name), level) for name, level in grants.items())
    some = sum(sheet.is_on(catalogue.permissions[name]) for name in grants)
    return SectionToggle(
        id=toggle,
        words=sheet.names.toggle(toggle),
        on=held == len(grants),
        state_words=_of(sheet.reader.words, some, len(grants)),
    )


def _reaches(permission: Permission, held: Level | None, level: Level) -> bool:
    levels = permission.ladder.levels
    return held is not None and levels.index(held) >= levels.index(level)


def _matrix_row(sheet: Sheet, name: str, permissions: list[Permission]) -> MatrixRow:
    own = {permission.action: permission for permission in permissions if permission.object == name}
    names = sheet.names
    title = names.object(name)

    def label(action: str) -> str:
        return f"{title}, {names.action(action)}"

    unassigned = own.get(UNASSIGNED)
    return MatrixRow(
        words=title,
        cells=tuple(_choice(sheet, own[action], label(action)) if action in own else None for action in COLUMNS),
        unassigned=_switch(sheet, unassigned, label(UNASSIGNED)) if unassigned else None,
    )


def _choice(sheet: Sheet, permission: Permission, label: str) -> LevelChoice:
    absent = sheet.absent(permission)
    value = sheet.wanted.get(permission.id, absent)
    toggle, level = permission.toggle or ("", None)
    return LevelChoice(
        name=f"p:{permission.id}",
        label=label,
        options=tuple(
            Option(one.value, level_word(one, sheet.reader.words), one is value) for one in permission.ladder.levels
        ),
        value=value.value,
        was=sheet.stored.get(permission.id, absent).value,
        toggle=toggle,
        toggle_level=level.value if level else "",
    )


def _switch(sheet: Sheet, permission: Permission, label: str) -> Switch:
    return Switch(
        name=f"p:{permission.id}",
        label=label,
        on=sheet.is_on(permission),
        was=sheet.stored.get(permission.id, Level.OFF) not in ABSENT,
        toggle=permission.toggle[0] if permission.toggle else "",
    )


def set_options(reader: Reader, chosen: str | None) -> tuple[Option, ...]:
    """Custom and every permission set."""
    custom = Option("", reader.words.gettext("Custom"), chosen is None)
    sets = (
        Option(one, reader.catalogue.permission_set_label(one, reader.language.value), one == chosen)
        for one in reader.catalogue.sets
    )
    return (custom, *sets)


def team_options(reader: Reader, teams: Iterable[str], chosen: str | None) -> tuple[Option, ...]:
    """No team, and every team; one that was removed meanwhile is no choice any more."""
    none = Option("", reader.words.gettext("No team"), chosen is None)
    return (none, *(Option(name, name, name == chosen) for name in teams))


def right_words(reader: Reader, rights: Iterable[Right]) -> tuple[str, ...]:
    """Rights by name and level: "Contacts · Delete (All)"."""
    names = reader.catalogue.labels(reader.language.value)
    return tuple(
        names.permission_in_section(right.permission)
        + ("" if right.level is Level.ON else f" ({level_word(right.level, reader.words)})")
        for right in rights
    )


def differences(reader: Reader, now: Member, wanted: Wanted, rights: Mapping[str, Level]) -> tuple[Difference, ...]:
    """Where what stands there now and what the form says differ: theirs beside yours."""
    theirs, names, words = now.membership, reader.catalogue.labels(reader.language.value), reader.words
    found = [
        Difference(
            label=names.permission_in_section(name),
            theirs=_level(theirs.rights.get(name), permission, words),
            yours=_level(rights.get(name), permission, words),
        )
        for name, permission in reader.catalogue.permissions.items()
        if theirs.rights.get(name) != rights.get(name)
    ]
    if theirs.team != wanted.team:
        none = words.gettext("No team")
        found.append(Difference(label=words.gettext("Team"), theirs=theirs.team or none, yours=wanted.team or none))
    return tuple(found)


def _level(level: Level | None, permission: Permission, words: NullTranslations) -> str:
    return level_word(level or permission.ladder.levels[0], words)


def count_changes(before: Membership, after: Membership) -> int:
    """How many permissions differ, the team and the set each counted as one."""
    rights = {name for name, _ in before.rights.items() ^ after.rights.items()}
    label = before.permission_set != after.permission_set and not rights
    return len(rights) + (before.team != after.team) + label
