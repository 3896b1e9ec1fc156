"""What the catalogue calls things. The catalogue implements it, so this room needs none of its files."""

from typing import Protocol


class Labels(Protocol):
    """The catalogue's names in one language. An id the catalogue does not know is answered with the id itself."""

    def scope(self, scope: str) -> str:
        """A scope in plain words: "View contacts"."""
        ...

    def touches(self, scope: str) -> str:
        """What the scope reaches, as a group name on the consent page: "Contacts"."""
        ...

    def permission(self, permission: str) -> str:
        """A permission in plain words: "Edit contacts"."""
        ...

    def permission_in_section(self, permission: str) -> str:
        """A permission as the permission editor names it: "Contacts · Edit"."""
        ...

    def tool(self, tool: str) -> str:
        """A tool's name: "Workflows"."""
        ...

    def plans_with(self, tool: str) -> tuple[str, ...]:
        """The smallest plans that switch the tool on, in words ("Marketing Hub Professional").

        Empty where every account has it, and where no plan does.
        """
        ...
