"""The pages' handlers are tried on the same world as the attack cases."""

from tests.oauth.conftest import world

__all__ = ["world"]
