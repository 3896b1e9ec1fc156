"""Which pieces of what is looked for the index is asked for.

The index knows which records hold a trigram, not where in their text. Each trigram costs a list to read, and the lists
of common ones hold half an account. So of each term only those are asked for that promise the shortest lists; whether
the whole term stands in the text is looked up in the few records that are left.
"""

from collections.abc import Iterable

ASKED = 4
"""Of each term. Measured over a million contacts: with two there is much to look up, with all there are long lists."""
APART = 2
"""Characters between the beginnings of two: neighbours stand in much the same records."""

# From common to rare in names and addresses written with Latin letters; digits are rarer, all else is in between.
_COMMON = "eanristoldmgkcuhpvbfy .@^"
_OTHER, _DIGIT = 26, 30
# What stands in every other address, however rare its letters.
_USUAL = ("@gmail.com", "@outlook.com", "@hotmail.com", "@yahoo.com", "@icloud.com", ".example", "info@", "www.")


def _pieces(text: str) -> list[str]:
    return [text[at : at + 3] for at in range(len(text) - 2)]


_EVERYWHERE = frozenset(piece for word in _USUAL for piece in _pieces(word))


def trigrams(terms: Iterable[str]) -> tuple[str, ...]:
    """The trigrams to ask for, each once, the rarest first. Terms have three characters at least."""
    found = dict.fromkeys(piece for term in terms for piece in _asked(term))
    return tuple(sorted(found, key=_rarity, reverse=True))


def _asked(term: str) -> list[str]:
    pieces = _pieces(term)
    chosen: list[int] = []
    for at in sorted(range(len(pieces)), key=lambda at: _rarity(pieces[at]), reverse=True):
        if len(chosen) < ASKED and all(abs(at - other) >= APART for other in chosen):
            chosen.append(at)
    return [pieces[at] for at in chosen]


def _rarity(piece: str) -> int:
    return 0 if piece in _EVERYWHERE else sum(_rarity_of(letter) for letter in piece)


def _rarity_of(letter: str) -> int:
    place = _COMMON.find(letter)
    return place if place >= 0 else _DIGIT if letter.isdigit() else _OTHER
