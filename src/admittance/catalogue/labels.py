"""The catalogue's names in one language."""

from msgspec import Struct

from admittance.catalogue.entries import Entries, Words


class CatalogueLabels(Struct, frozen=True, eq=False):
    """An id that the catalogue does not know is answered with the id itself: a stored id may outlive its entry."""

    entries: Entries
    language: str

    def scope(self, scope: str) -> str:
        """A scope in plain words: "View contacts"."""
        found = self.entries.scopes.get(scope)
        return self._in_words(found.label if found else None, scope)

    def touches(self, scope: str) -> str:
        """What the scope reaches, as a group name on the consent page: "Contacts"."""
        found = self.entries.scopes.get(scope)
        group = found.touches if found else scope
        return self._in_words(self.entries.touches.get(group), group)

    def permission(self, permission: str) -> str:
        """A permission in plain words: "Edit contacts"."""
        found = self.entries.permissions.get(permission)
        return self._in_words(found.label if found else None, permission)

    def permission_in_section(self, permission: str) -> str:
        """A permission as the matrix names it ("Contacts · Edit"); outside the matrix after its section."""
        found = self.entries.permissions.get(permission)
        if found is None:
            return permission
        if found.object in self.entries.objects:
            return f"{self.object(found.object)} · {self.action(found.action)}"
        return f"{self.section(found.section)} · {self.permission(permission)}"

    def tool(self, tool: str) -> str:
        """A tool's name: "Workflows"."""
        found = self.entries.tools.get(tool)
        return self._in_words(found.label if found else None, tool)

    def plans_with(self, tool: str) -> tuple[str, ...]:
        """The smallest plans that switch the tool on, in words; empty where every account has it, or none can."""
        found = self.entries.tools.get(tool)
        ways = found.switched_on_by if found else ()
        return tuple(" + ".join(self.plan(product, tier) for product, tier in way) for way in ways if way)

    def plan(self, product: str, tier: str) -> str:
        """A product at a tier: "Marketing Hub Professional"; an add-on by its name alone."""
        found = self.entries.products.get(product)
        if found is None:
            return f"{product} {tier}"
        label = self._in_words(found.label, product)
        return label if found.is_addon else f"{label} {self.tier(tier)}"

    def product(self, product: str) -> str:
        """A product's name: "Marketing Hub"."""
        found = self.entries.products.get(product)
        return self._in_words(found.label if found else None, product)

    def tier(self, tier: str) -> str:
        """A tier's name: "Professional"."""
        return self._in_words(self.entries.tiers.get(tier), tier)

    def permission_set(self, permission_set: str) -> str:
        """A permission set's name: "Sales rep"."""
        found = self.entries.sets.get(permission_set)
        return self._in_words(found.label if found else None, permission_set)

    def permission_set_about(self, permission_set: str) -> str:
        """What the set is for, in a sentence; empty for a set that the catalogue lost."""
        found = self.entries.sets.get(permission_set)
        return found.about.in_language(self.language) if found else ""

    def section(self, section: str) -> str:
        """A section's name: "Marketing"."""
        return self._in_words(self.entries.sections.get(section), section)

    def object(self, name: str) -> str:
        """A row of the record matrix, by `section.object`: "Contacts"."""
        return self._in_words(self.entries.objects.get(name), name)

    def action(self, action: str) -> str:
        """A column of the record matrix: "Edit"."""
        return self._in_words(self.entries.actions.get(action), action)

    def toggle(self, toggle: str) -> str:
        """A whole-section switch's name: "Contacts"."""
        return self._in_words(self.entries.toggles.get(toggle), toggle)

    def _in_words(self, words: Words | None, name: str) -> str:
        return words.in_language(self.language) if words else name
