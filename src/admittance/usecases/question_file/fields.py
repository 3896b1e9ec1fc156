"""One JSON object, asked key by key: what is missing, of another kind or never asked for is a mistake."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from admittance.catalogue.mistakes import did_you_mean

Mistakes: TypeAlias = list[str]
"""One lower-case sentence each, that begins with the key."""
FEW = 10
MISTAKES_TOLD = 10
LONGEST_ECHO = 100
"""Characters of somebody's text that are repeated in a mistake."""


class Fields:
    """Wraps the object at `path` ("" for the outermost). `close` it after the last key."""

    __slots__ = ("_asked", "_mistakes", "_path", "_values")

    def __init__(self, values: Mapping[str, Any], path: str, mistakes: Mistakes) -> None:
        self._values = values
        self._path = path
        self._mistakes = mistakes
        self._asked: dict[str, None] = {}

    def has(self, key: str) -> bool:
        """Whether the key stands there, with whatever value."""
        self._asked[key] = None
        return key in self._values

    def value(self, key: str) -> Any:
        """The value as it is; None where the key is left out."""
        self._asked[key] = None
        return self._values.get(key)

    def mistake(self, key: str, what: str) -> None:
        """Note that something is wrong at `key`."""
        self._mistakes.append(f"{self._path}{key} {what}")

    def unknown(self, key: str, kind: str, name: str, known: Iterable[str]) -> None:
        """Note a name that the catalogue does not have, with the close names that it has, or all of a few."""
        names = list(known)
        hint = f"there are {', '.join(names)}" if len(names) <= FEW else self._near(name, names)
        self.mistake(f"{key}:", f"no {kind} is called `{name[:LONGEST_ECHO]}`" + (f", {hint}" if hint else ""))

    def flag(self, key: str) -> bool:
        """True or false; false when left out."""
        value = self._values.get(key, False) if self.has(key) else False
        if isinstance(value, bool):
            return value
        self.mistake(key, "is neither true nor false")
        return False

    def text(self, key: str) -> str | None:
        """A text; None when left out."""
        value = self.value(key)
        if isinstance(value, str):
            return value
        if self.has(key):
            self.mistake(key, "is not a text")
        return None

    def texts(self, key: str) -> list[str]:
        """A list of texts; empty when left out."""
        value = self._values.get(key) if self.has(key) else []
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return value
        self.mistake(key, "is not a list of texts")
        return []

    def named_texts(self, key: str) -> dict[str, str]:
        """An object of texts; empty when left out."""
        value = self._values.get(key) if self.has(key) else {}
        if isinstance(value, dict) and all(isinstance(item, str) for item in value.values()):
            return value
        self.mistake(key, "is not an object of texts")
        return {}

    def within(self, key: str, otherwise: str = "is not an object") -> "Fields | None":
        """The object at `key`, which may not be left out."""
        if not self.has(key):
            self.mistake(key, "is missing")
            return None
        value = self._values[key]
        if isinstance(value, Mapping):
            return Fields(value, f"{self._path}{key}.", self._mistakes)
        self.mistake(key, otherwise)
        return None

    def close(self) -> None:
        """Every key that nobody asked for is a mistake."""
        for key in (key for key in self._values if key not in self._asked):
            hint = self._near(key, self._asked) or f"known here: {', '.join(self._asked)}"
            self._mistakes.append(f"unknown key `{self._path}{key[:LONGEST_ECHO]}`, {hint}")

    def _near(self, name: str, known: Iterable[str]) -> str:
        """Comparing names is the dear part: it stops where nobody would be told the result."""
        return did_you_mean(name, known) if len(self._mistakes) < MISTAKES_TOLD else ""
