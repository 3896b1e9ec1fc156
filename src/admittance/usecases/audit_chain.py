"""The chain of audit rows: what a row's seal covers, and what tampering with the rows looks like (product section 10).

Each account has its own chain. A row's `mac` is HMAC-SHA-256, under a key that the database doesn't hold, over all its
columns and the mac of the row before. Personal values enter as salted digests, so erasing a value breaks nothing.
A loss at the very end of a chain leaves a shorter chain that is whole: only a checkpoint kept elsewhere shows it.
"""

import hmac
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import TypeAlias

import msgspec
from msgspec import Struct

from admittance.usecases.audit_entry import ChainHead

SALT_LENGTH = 32


class SealedRow(Struct, frozen=True):
    """A row exactly as stored. `data` is JSON text; `personal` is JSON text of field -> digest, or empty."""

    account_id: int
    seq: int
    at: int
    act: str
    actor: int | None
    app_id: int | None
    by: str | None
    data: str
    personal: str
    mac: bytes


class PersonalValue(Struct, frozen=True):
    """A personal value that was not erased."""

    field: str
    salt: bytes
    value: str


def seal(
    key: bytes,
    previous: bytes,
    account_id: int,
    seq: int,
    at: int,
    act: str,
    actor: int | None,
    app_id: int | None,
    by: str | None,
    data: str,
    personal: str,
) -> bytes:
    """The mac of a row that follows the one with mac `previous` (empty for the first)."""
    # A JSON array of scalars: no two different rows are written alike.
    covered = msgspec.json.encode((previous, account_id, seq, at, act, actor, app_id, by, data, personal))
    return hmac.digest(key, covered, "sha256")


def personal_digest(salt: bytes, field: str, value: str) -> str:
    """What the chain knows of a personal value. `salt` is 32 random bytes: without it the value can't be guessed."""
    return sha256(salt + msgspec.json.encode((field, value))).hexdigest()


class RowChanged(Struct, frozen=True, tag="row_changed", tag_field="finding"):
    """The row's seal does not fit: the row was edited, or put in another's place."""

    account_id: int
    seq: int


class RowsMissing(Struct, frozen=True, tag="rows_missing", tag_field="finding"):
    """Rows `first` to `last` are gone. What follows them can't be bound to what was before."""

    account_id: int
    first: int
    last: int


class RowOutOfPlace(Struct, frozen=True, tag="row_out_of_place", tag_field="finding"):
    """The row stands after one with a number not below its own."""

    account_id: int
    seq: int


class PersonalChanged(Struct, frozen=True, tag="personal_changed", tag_field="finding"):
    """A personal value is not the one that was written with the row."""

    account_id: int
    seq: int
    field: str


class EndMissing(Struct, frozen=True, tag="end_missing", tag_field="finding"):
    """The chain ends at `last`, before the row `expected` that a checkpoint has seen."""

    account_id: int
    last: int
    expected: int


class CheckpointDiffers(Struct, frozen=True, tag="checkpoint_differs", tag_field="finding"):
    """The row is not the one that a checkpoint has seen under this number."""

    account_id: int
    seq: int


class CheckpointForged(Struct, frozen=True, tag="checkpoint_forged", tag_field="finding"):
    """The checkpoint itself was not made with this key, or was edited."""


Finding: TypeAlias = (
    RowChanged | RowsMissing | RowOutOfPlace | PersonalChanged | EndMissing | CheckpointDiffers | CheckpointForged
)


class Checkpoint(Struct, frozen=True):
    """How far every chain had come at `taken_at`, sealed. Keep it where who can write the database can't."""

    taken_at: int
    heads: tuple[ChainHead, ...]
    mac: bytes


def make_checkpoint(key: bytes, heads: Iterable[ChainHead], taken_at: int) -> Checkpoint:
    """A checkpoint of these heads, by account id."""
    ordered = tuple(sorted(heads, key=lambda head: head.account_id))
    return Checkpoint(taken_at, ordered, _checkpoint_mac(key, ordered, taken_at))


def _checkpoint_mac(key: bytes, heads: tuple[ChainHead, ...], taken_at: int) -> bytes:
    return hmac.digest(key, msgspec.json.encode(("checkpoint", taken_at, heads)), "sha256")


class Verified(Struct, frozen=True):
    """What a look through the chains found. `findings` is empty when all is well."""

    rows: int
    heads: tuple[ChainHead, ...]
    findings: tuple[Finding, ...]


class _Chain:
    """One account's chain so far. `bound_to` holds the macs that the next row may follow; None after a gap."""

    def __init__(self) -> None:
        self.seq = 0
        self.mac = b""
        self.bound_to: tuple[bytes, ...] | None = (b"",)


class ChainCheck:
    """Checks rows one by one, so that chains of any length are verified in little memory."""

    def __init__(self, key: bytes, checkpoint: Checkpoint | None = None) -> None:
        self._key = key
        self._chains: dict[int, _Chain] = {}
        self._findings: list[Finding] = []
        self._rows = 0
        self._expected: dict[int, ChainHead] = {}
        if checkpoint is not None:
            self._take(checkpoint)

    def _take(self, checkpoint: Checkpoint) -> None:
        if not hmac.compare_digest(_checkpoint_mac(self._key, checkpoint.heads, checkpoint.taken_at), checkpoint.mac):
            self._findings.append(CheckpointForged())
        self._expected = {head.account_id: head for head in checkpoint.heads if head.seq}

    def see(self, row: SealedRow, personal: Iterable[PersonalValue] = ()) -> None:
        """The next row of its account, with those of its personal values that are left."""
        self._rows += 1
        chain = self._chains.setdefault(row.account_id, _Chain())
        if row.seq <= chain.seq:
            self._findings.append(RowOutOfPlace(row.account_id, row.seq))
            return
        if row.seq > chain.seq + 1:
            self._findings.append(RowsMissing(row.account_id, chain.seq + 1, row.seq - 1))
            chain.bound_to = None
        self._check_seal(chain, row)
        self._check_personal(row, personal)
        expected = self._expected.get(row.account_id)
        if expected is not None and expected.seq == row.seq and expected.mac != row.mac:
            self._findings.append(CheckpointDiffers(row.account_id, row.seq))

    def _check_seal(self, chain: _Chain, row: SealedRow) -> None:
        chain.seq, chain.mac = row.seq, row.mac
        if chain.bound_to is None:
            chain.bound_to = (row.mac,)
            return
        right = [_mac_of(self._key, previous, row) for previous in chain.bound_to]
        if row.mac in right:
            chain.bound_to = (row.mac,)
        else:
            self._findings.append(RowChanged(row.account_id, row.seq))
            # If only the mac was edited the next row still follows the right one: blame this row alone.
            chain.bound_to = (row.mac, *right)[:3]

    def _check_personal(self, row: SealedRow, personal: Iterable[PersonalValue]) -> None:
        values = list(personal)
        if not values:
            return
        digests = _digests(row.personal)
        for value in values:
            if digests.get(value.field) != personal_digest(value.salt, value.field, value.value):
                self._findings.append(PersonalChanged(row.account_id, row.seq, value.field))

    def finish(self) -> Verified:
        """All that was found, after the last row."""
        for account_id, expected in self._expected.items():
            last = self._chains[account_id].seq if account_id in self._chains else 0
            if last < expected.seq:
                self._findings.append(EndMissing(account_id, last, expected.seq))
        heads = tuple(ChainHead(account_id, chain.seq, chain.mac) for account_id, chain in sorted(self._chains.items()))
        return Verified(self._rows, heads, tuple(self._findings))


def _mac_of(key: bytes, previous: bytes, row: SealedRow) -> bytes:
    return seal(
        key, previous, row.account_id, row.seq, row.at, row.act, row.actor, row.app_id, row.by, row.data, row.personal
    )


def _digests(personal: str) -> dict[str, str]:
    """Field -> digest. An edited text that no longer reads as one holds none; the row's seal reports the edit."""
    try:
        return msgspec.json.decode(personal, type=dict[str, str]) if personal else {}
    except msgspec.DecodeError:
        return {}


def verify(
    key: bytes,
    rows: Iterable[SealedRow],
    personal: Mapping[tuple[int, int], Iterable[PersonalValue]] | None = None,
    checkpoint: Checkpoint | None = None,
) -> Verified:
    """Look through `rows`, each account's by rising `seq`; `personal` by (account id, seq)."""
    check = ChainCheck(key, checkpoint)
    kept = personal or {}
    for row in rows:
        check.see(row, kept.get((row.account_id, row.seq), ()))
    return check.finish()
