"""A proposal that somebody take a connection over, as storage keeps it."""

from msgspec import Struct


class Proposal(Struct, frozen=True, kw_only=True):
    """Somebody is asked to put their own authority behind a colleague's connection (product section 2)."""

    account_id: int
    connection_id: int
    user_id: int
    proposed_by: int
    proposed_at: int
