"""What can go wrong with a database as a whole, as values."""

from msgspec import Struct


class CannotOpen(Struct, frozen=True):
    """The database can't be opened. `message` is for the operator: what is wrong and what to do."""

    message: str
