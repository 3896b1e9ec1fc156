"""Text as search sees it: without case and without marks, so that "asa" finds "Åsa".

The index holds trigrams, which find nothing under three characters. So the beginning of every word stands in the
indexed text once more behind two marks: a word `anna` as `^^an`. The trigrams `^^a` and `^an` then answer searches for
`a` and `an`, and one index serves both.
"""

import re
import unicodedata
from collections.abc import Iterable

HEAD = "^"
"""The mark before a word's beginning. It is taken out of every text, so it stands for nothing else."""

# Letters that Unicode does not take apart into a letter and a mark.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", HEAD: " "}
)
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[0-9+()./\s-]+\Z")
_NOT_DIGIT = re.compile(r"[^0-9]")
FEWEST_DIGITS = 3
MOST_CHARACTERS = 1_000
"""Of one value; what lies behind is not searched."""


def fold(text: str) -> str:
    """`text` without case and marks, every run of white space one space."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        text = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(text.lower().translate(_LETTERS).split())


def search_text(values: Iterable[str]) -> str:
    """What is indexed for a record with these values: the folded values, numbers also as bare digits, word heads."""
    parts: list[str] = []
    heads: dict[str, None] = {}
    for value in values:
        folded = fold(value.strip()[:MOST_CHARACTERS])
        parts.append(folded)
        if _NUMBER.match(folded) and len(digits := _NOT_DIGIT.sub("", folded)) >= FEWEST_DIGITS:
            parts.append(digits)
            heads[digits[:2]] = None
        heads.update(dict.fromkeys(word[:2] for word in _WORD.findall(folded)))
    return " ".join([*parts, *(f"{HEAD}{HEAD}{head}" for head in heads)])


def search_terms(query: str) -> tuple[str, ...]:
    """The pieces that all have to stand in a record's search text; at least three characters each.

    A query that can be a telephone number is one piece of bare digits, however it was grouped. Zeros at its start are
    left out: 070-1234567 and 0046701234567 both find +46 70-123 45 67.
    """
    folded = fold(query)
    if _NUMBER.match(folded) and len(digits := _NOT_DIGIT.sub("", folded)) >= FEWEST_DIGITS:
        bare = digits.lstrip("0")
        return (bare if len(bare) >= FEWEST_DIGITS else digits,)
    terms: dict[str, None] = {}
    for word in folded.split(" "):
        if len(word) >= 3:
            terms[word] = None
        else:
            terms.update(dict.fromkeys((HEAD * 2 + head)[-3:] for head in _WORD.findall(word)))
    return tuple(terms)


def token_terms(token: str) -> tuple[str, ...]:
    """The pieces of a CONTAINS_TOKEN value, `*` being any text, that stand in the search text of all it finds.

    Only pieces of three characters and more: the others are found by nothing.
    """
    pieces = (fold(piece) for piece in token.split("*"))
    return tuple(dict.fromkeys(piece for piece in pieces if len(piece) >= 3))
