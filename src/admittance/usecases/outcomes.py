"""Small answers that many acts share: who won, and that there is nothing here for whoever asks."""

from msgspec import Struct


class Spent(Struct, frozen=True):
    """This call used the thing up."""


class AlreadySpent(Struct, frozen=True):
    """An earlier call did."""


class Unknown(Struct, frozen=True):
    """There is no such thing."""


class EmailTaken(Struct, frozen=True):
    """Another user has this e-mail address."""


class NotThere(Struct, frozen=True):
    """What was asked for is not there for whoever asks: absent and another's look the same (product sections 2 and 4).
    Nothing was changed.
    """
