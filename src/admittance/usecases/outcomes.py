"""Small answers that say who won."""

from msgspec import Struct


class Spent(Struct, frozen=True):
    """This call used the thing up."""


class AlreadySpent(Struct, frozen=True):
    """An earlier call did."""


class Unknown(Struct, frozen=True):
    """There is no such thing."""


class EmailTaken(Struct, frozen=True):
    """Another user has this e-mail address."""
