"""The one answer of everything that a command asks for and that can't be had."""

from msgspec import Struct


class CannotStart(Struct, frozen=True):
    """What keeps the server or a command from starting, as one sentence for the operator, or one a line."""

    message: str
