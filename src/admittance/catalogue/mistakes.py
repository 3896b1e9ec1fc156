"""What is wrong with a catalogue: values, so that every mistake is told and not only the first."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches

from msgspec import Struct

from admittance.core.scopes import LONGEST_SCOPE

Path = tuple[str, ...]
"""The keys that lead to a value: `("scopes", "crm.lists.read", "permissions")`."""

_MOST_COMPARISONS = 200_000


class Mistake(Struct, frozen=True, kw_only=True):
    """One mistake. `line` and `column` count from 1; None where the catalogue is no text (inline in a question).

    `where` is the key as TOML writes it, `what` says what is wrong, `hint` what to do (empty where `what` says it).
    """

    what: str
    hint: str = ""
    where: str = ""
    line: int | None = None
    column: int | None = None


class Finding(Struct, frozen=True, kw_only=True):
    """A mistake before its line is known.

    `word` is the offending part of the value at `path`. `absent` is a name and `lacks` a key whose absence is the
    mistake: either may stand in a statement that could not be parsed.
    """

    path: Path
    what: str
    hint: str = ""
    word: str = ""
    absent: str = ""
    lacks: str = ""


class Report:
    """Gathers findings while a catalogue is read and checked. `unreadable`: names of entries that were no tables."""

    __slots__ = ("_comparisons", "findings", "unreadable")

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.unreadable: set[str] = set()
        self._comparisons = 0

    def add(self, path: Path, what: str, hint: str = "", *, word: str = "", absent: str = "", lacks: str = "") -> None:
        """Note one mistake."""
        self.findings.append(Finding(path=path, what=what, hint=hint, word=word, absent=absent, lacks=lacks))

    def unknown(self, path: Path, kind: str, name: str, known: Collection[str], *, word: str = "") -> None:
        """Note a name that nothing declares, with the close names that do exist."""
        if name in self.unreadable:
            return
        hint = self.suggestion(name, known) or "declare it, or name one that is declared"
        self.add(path, f"no {kind} is called `{name}`", hint, word=word or name, absent=name)

    def suggestion(self, name: str, known: Collection[str]) -> str:
        """As `did_you_mean`, until very many names have been compared: a hopeless file should not take minutes."""
        self._comparisons += len(known)
        return did_you_mean(name, known) if self._comparisons <= _MOST_COMPARISONS else ""


def close_to(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Up to three names of `known` that `name` may be a slip of, the nearest first."""
    return tuple(get_close_matches(name[:LONGEST_SCOPE], list(known), n=3, cutoff=0.75))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Close names as words, for a file's author: a distant likeness will do. Empty where nothing is close."""
    close = get_close_matches(name[:LONGEST_SCOPE], list(known), n=3, cutoff=0.65)
    return f"did you mean {' or '.join(f'`{other}`' for other in close)}?" if close else ""


def in_toml(path: Path) -> str:
    """`path` as TOML writes a dotted key."""
    return ".".join(key if key.replace("_", "").replace("-", "").isalnum() else f"'{key}'" for key in path)
