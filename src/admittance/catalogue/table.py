"""One table of a catalogue file, asked key by key: what is missing, of another kind or never asked for is a mistake."""

from collections.abc import Mapping
from typing import Any

from admittance.catalogue.mistakes import Path, Report


class Table:
    """Wraps the values at `path`. `close` it after the last question."""

    __slots__ = ("_asked", "_values", "path", "report")

    def __init__(self, values: Mapping[str, Any], path: Path, report: Report) -> None:
        self._values = values
        self._asked: list[str] = []
        self.path = path
        self.report = report

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty; the key may be left out where there is a default."""
        value = self._value(key, default)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.report.add((*self.path, key), f"`{key}` is not a text", f'write {key} = "…"')
            return ""
        if not value.strip() and value != default:
            self.report.add((*self.path, key), f"`{key}` is empty", "write something there")
        return value.strip()

    def weight(self, key: str, default: int | None = None) -> int:
        """A whole number from 1 up."""
        value = self._value(key, default)
        if value is None:
            return 1
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            self.report.add((*self.path, key), f"`{key}` is not a whole number from 1 up", f"write {key} = 1, or more")
            return 1
        return value

    def flag(self, key: str) -> bool:
        """True or false; false when left out."""
        value = self._value(key, False)
        if not isinstance(value, bool):
            self.report.add((*self.path, key), f"`{key}` is neither true nor false", f"write {key} = true")
            return False
        return value

    def tables(self, key: str) -> dict[str, "Table"]:
        """A table of tables, by name; empty when left out."""
        value = self._value(key, {})
        if not isinstance(value, Mapping):
            self.report.add((*self.path, key), f"`{key}` is not a table", f"write [{key}], and its entries under it")
            return {}
        return {
            str(name): Table(entry, (*self.path, key, str(name)), self.report)
            for name, entry in value.items()
            if self._is_table(entry, (*self.path, key, str(name)))
        }

    def table(self, key: str) -> "Table":
        """A table of values; an empty one when left out."""
        value = self._value(key, {})
        path = (*self.path, key)
        return Table(value if self._is_table(value, path) else {}, path, self.report)

    def close(self) -> None:
        """Every key that nobody asked for is a mistake."""
        for key in (key for key in self._values if key not in self._asked):
            hint = self.report.suggestion(key, self._asked) or f"known here: {', '.join(sorted(self._asked))}"
            self.report.add((*self.path, key), f"unknown key `{key}`", hint)

    def _value(self, key: str, default: Any) -> Any:
        self._asked.append(key)
        if key not in self._values and default is None:
            self.report.add((*self.path, key), f"`{key}` is missing", f"add {key}", lacks=key)
        return self._values.get(key, default)

    def _is_table(self, value: Any, path: Path) -> bool:
        if isinstance(value, Mapping):
            return True
        self.report.unreadable.add(path[-1])
        self.report.add(path, f"`{path[-1]}` is not a table", "write its keys inside { } or under a [heading]")
        return False
