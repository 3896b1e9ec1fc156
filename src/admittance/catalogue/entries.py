"""What a catalogue file declares, one value per entry."""

from collections.abc import Mapping

from msgspec import Struct

from admittance.core.duties import Duty
from admittance.core.levels import Ladder, Level
from admittance.core.requirements import PlanNeed, Right, ScopeNeed


class Words(Struct, frozen=True):
    """A text that a person reads, in every language Admittance has."""

    en: str
    sv: str

    def in_language(self, language: str) -> str:
        """The text in `language` (a tag such as `sv` or `sv-SE`); English where there is no such language."""
        return self.sv if language.split("-")[0].lower() == "sv" else self.en


class Product(Struct, frozen=True):
    """Something an account can subscribe to. `tiers`: tier -> weight, the lowest tier first."""

    id: str
    label: Words
    tiers: Mapping[str, int]

    @property
    def is_addon(self) -> bool:
        """Whether there is only one tier, so that its name says nothing."""
        return len(self.tiers) == 1


class Tool(Struct, frozen=True):
    """Something that a plan switches on. `basis`: where the catalogue's author knows it from."""

    id: str
    label: Words
    switched_on_by: PlanNeed
    basis: str = ""


class Permission(Struct, frozen=True, kw_only=True):
    """Something a person may do.

    `weight`: added privilege of one step, to order remedies. `implies`: granted along at the same level. `toggle`: the
    whole-section switch that sets this permission, and the level it sets.
    """

    id: str
    label: Words
    ladder: Ladder
    weight: int
    implies: tuple[str, ...] = ()
    toggle: tuple[str, Level] | None = None
    basis: str = ""

    @property
    def section(self) -> str:
        """The first part of the id."""
        return self.id.partition(".")[0]

    @property
    def object(self) -> str:
        """The id without its action: `crm.contacts` of `crm.contacts.view`."""
        return self.id.rpartition(".")[0]

    @property
    def action(self) -> str:
        """The last part of the id."""
        return self.id.rpartition(".")[2]


class PermissionSet(Struct, frozen=True, kw_only=True):
    """A named bundle of permissions, everything they imply written out."""

    id: str
    label: Words
    about: Words
    grants: Mapping[str, Level]
    basis: str = ""


class Scope(Struct, frozen=True, kw_only=True):
    """Something an app can ask for.

    `touches`: its group on the consent page. `own_choice`: the need rests mainly on its author's reasoning, so no page
    may call it anybody else's rule.
    """

    id: str
    label: Words
    touches: str
    need: ScopeNeed
    basis: str = ""
    own_choice: bool = False


class Entries(Struct, frozen=True, kw_only=True, eq=False):
    """A whole file: every mapping is id -> entry, in the file's order."""

    id: str
    version: str
    name: str
    product_name: str
    marketplace: Right | None
    duties: Mapping[Duty, Right]
    tiers: Mapping[str, Words]
    products: Mapping[str, Product]
    tools: Mapping[str, Tool]
    sections: Mapping[str, Words]
    objects: Mapping[str, Words]
    actions: Mapping[str, Words]
    toggles: Mapping[str, Words]
    permissions: Mapping[str, Permission]
    sets: Mapping[str, PermissionSet]
    touches: Mapping[str, Words]
    scopes: Mapping[str, Scope]
