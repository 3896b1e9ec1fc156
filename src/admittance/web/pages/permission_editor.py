"""The permission editor: one person's rights by section."""

from typing import ClassVar

from msgspec import Struct

from admittance.web.pages.parts import Avatar, Mark
from admittance.web.pages.users import Option


class LevelChoice(Struct, frozen=True, kw_only=True):
    """A select of levels. `was` is the stored value; `toggle` and `toggle_level` are the whole-section switch's."""

    name: str
    label: str
    options: tuple[Option, ...]
    value: str
    was: str
    toggle: str = ""
    toggle_level: str = ""

    @property
    def new(self) -> bool:
        """Whether it differs from what is stored."""
        return self.value != self.was


class Switch(Struct, frozen=True, kw_only=True):
    """A permission that is on or off."""

    name: str
    label: str
    on: bool
    was: bool
    toggle: str = ""
    words: str = ""

    @property
    def new(self) -> bool:
        """Whether it differs from what is stored."""
        return self.on != self.was


class MatrixRow(Struct, frozen=True, kw_only=True):
    """An object of the CRM: View, Edit and Delete (None where there is no such right) and its Unassigned box."""

    words: str
    cells: tuple[LevelChoice | None, ...]
    unassigned: Switch | None


class SectionToggle(Struct, frozen=True, kw_only=True):
    """A switch for a whole section, on where all of it is; `state_words` is "3 of 8 on"."""

    id: str
    words: str
    on: bool
    state_words: str


class EditorSection(Struct, frozen=True, kw_only=True):
    """One section: its switches, the matrix where it has objects, and its other permissions."""

    id: str
    title: str
    toggles: tuple[SectionToggle, ...]
    actions: tuple[str, ...]
    matrix: tuple[MatrixRow, ...]
    choices: tuple[LevelChoice, ...]
    switches: tuple[Switch, ...]
    state_words: str
    open: bool


class EffectLine(Struct, frozen=True, kw_only=True):
    """What the change does for one app. `kind` is allows, breaks, more, less, drift or back."""

    app: Mark
    kind: str
    words: str
    scopes: tuple[str, ...] = ()


class Difference(Struct, frozen=True, kw_only=True):
    """A permission that somebody else changed meanwhile, or that both did."""

    label: str
    theirs: str
    yours: str


class PermissionEditorPage(Struct, frozen=True, kw_only=True):
    """The editor. `problem` is a sentence about a save that was not taken, `missing` the rights it names.

    `differences` are set where somebody else saved meanwhile: theirs stands, yours is in the form.
    """

    template: ClassVar[str] = "permission_editor.html"
    person: Avatar
    email: str
    action: str
    cancel_url: str
    version: int
    may_save: bool
    notices: tuple[str, ...]
    set_options: tuple[Option, ...]
    set_was: str
    set_about: str
    team_options: tuple[Option, ...]
    sections: tuple[EditorSection, ...]
    shown_toggles: str
    changes: int
    changes_words: str
    effects: tuple[EffectLine, ...]
    effects_words: str
    problem: str = ""
    missing: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
