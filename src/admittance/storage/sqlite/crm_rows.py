"""Row ids of records, and the ids that clients see instead.

A client's id is the account's own starting point plus the record's number. So ids rise within an account, an id of one
account is nobody's in another, and no account can read from its ids how much others store. The starting point is a
digest of the account id: nothing needs to be looked up, and a demo world has the same ids every time.
"""

from functools import lru_cache
from hashlib import sha256

from admittance.usecases.crm.object_types import ObjectType

NUMBER_BITS = 27
CODE_BITS = 5
ACCOUNT_SHIFT = NUMBER_BITS + CODE_BITS
_START_BITS = 52
"""With 32 bits of numbers above it, an id stays below 2^53."""


def space_of(account_id: int, kind: ObjectType) -> int:
    """The key of one type of one account."""
    return account_id << CODE_BITS | kind.code


def first_row(account_id: int, kind: ObjectType) -> int:
    """The lowest row id of one type of one account; numbers start at 1."""
    return space_of(account_id, kind) << NUMBER_BITS


def last_row(account_id: int, kind: ObjectType) -> int:
    """The highest row id of one type of one account."""
    return first_row(account_id, kind) + (1 << NUMBER_BITS) - 1


@lru_cache(4096)
def _start(account_id: int) -> int:
    digest = sha256(b"record ids of account %d" % account_id).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - _START_BITS)


def wire_id(row: int) -> int:
    """The id that clients see."""
    account_id = row >> ACCOUNT_SHIFT
    return _start(account_id) + (row & ((1 << ACCOUNT_SHIFT) - 1))


def row_of(account_id: int, kind: ObjectType, record_id: int) -> int:
    """The row id behind a client's id; just outside the type's rows where it can be none of them, keeping its side."""
    first, last = first_row(account_id, kind), last_row(account_id, kind)
    row = (account_id << ACCOUNT_SHIFT) + record_id - _start(account_id)
    return min(max(row, first), last + 1)
