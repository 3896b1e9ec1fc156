"""Masks: a set of numbered things as one integer."""

from collections.abc import Iterable, Iterator


def union(masks: Iterable[int]) -> int:
    """Every bit of any of them."""
    together = 0
    for mask in masks:
        together |= mask
    return together


def places(mask: int) -> Iterator[int]:
    """The place of each bit of `mask`, the lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def meets(ways: Iterable[int], held: int) -> bool:
    """Whether `held` contains one of `ways`; a way of 0 is always met."""
    for way in ways:  # noqa: SIM110 - the innermost loop of the search: any() over a generator takes three times as long
        if way & held == way:
            return True
    return False


def minimal(ways: Iterable[int], held: int = 0) -> tuple[int, ...]:
    """What is missing of each way beyond `held`, without those that contain another one."""
    kept: list[int] = []
    for way in sorted({way & ~held for way in ways}):  # a subset is a smaller number, so it comes first
        if not meets(kept, way):
            kept.append(way)
    return tuple(kept)
