"""Values that follow from their key, made once and told again."""

from typing import Generic, TypeVar

_K = TypeVar("_K")
_V = TypeVar("_V")


class Told(Generic[_K, _V]):
    """A bounded memory of values that follow from their key. Sharing it between threads at worst makes one twice."""

    __slots__ = ("_kept", "_most")

    def __init__(self, most: int = 4096) -> None:
        self._kept: dict[_K, _V] = {}
        self._most = most

    def get(self, key: _K) -> _V | None:
        """The value, if it was kept."""
        return self._kept.get(key)

    def keep(self, key: _K, value: _V) -> None:
        """Keep it; a full memory starts over."""
        if len(self._kept) >= self._most:
            self._kept.clear()
        self._kept[key] = value
