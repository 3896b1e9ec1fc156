"""The pages of people on the real application: the world of the attack cases."""

from tests.oauth.conftest import world

__all__ = ["world"]
