"""Which of the ways beside the smallest one a refused person asks for."""

import msgspec
from msgspec import Struct

from admittance.core.remedies.remedy import PlanChange
from admittance.usecases.approval import Approval
from admittance.usecases.remedies_now import Way

LONGEST_WISH = 10_000
"""Characters."""


class Wish(Struct, frozen=True):
    """A change of the plan, something to be approved, or both. It holds nobody to anything: a fixer sees it marked."""

    plan: tuple[PlanChange, ...] = ()
    approval: Approval | None = None


_DECODER: msgspec.json.Decoder[Wish] = msgspec.json.Decoder(Wish)


def wish_for(way: Way) -> Wish:
    """The wish that means `way`: its plan changes and what would be approved."""
    return Wish(way.remedy.plan, way.approval)


def wish_text(wish: Wish) -> str:
    """How a case names it; also a value for a form."""
    return msgspec.json.encode(wish, order="deterministic").decode()


def read_wish(text: str) -> Wish | None:
    """The wish behind `wish_text`; None for any other text."""
    if len(text) > LONGEST_WISH:
        return None
    try:
        return _DECODER.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return None
