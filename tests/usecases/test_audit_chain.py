"""The chain of audit rows, without a database."""

import hmac
import json
from base64 import b64encode

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from admittance.usecases.audit_chain import (
    ChainCheck,
    Checkpoint,
    EndMissing,
    PersonalValue,
    RowChanged,
    RowOutOfPlace,
    RowsMissing,
    SealedRow,
    make_checkpoint,
    personal_digest,
    seal,
    verify,
)

KEY = b"k" * 32


def _chain(length: int, account_id: int = 1, personal: str = "") -> list[SealedRow]:
    rows: list[SealedRow] = []
    mac = b""
    for seq in range(1, length + 1):
        covered = (
            account_id,
            seq,
            1000 + seq,
            "user.created",
            seq if seq % 2 else None,
            None,
            None,
            '{"n":1}',
            personal,
        )
        mac = seal(KEY, mac, *covered)
        rows.append(SealedRow(*covered, mac))
    return rows


def test_the_seal_can_be_made_with_other_tools() -> None:
    """A mac is HMAC-SHA-256 over a JSON array of the mac before (base64) and the row's columns, in their order."""
    previous = bytes(range(32))
    row = (7, 2, 1800000000000, "token.refreshed", None, 4, "cli", '{"a":"å"}', "")

    array = json.dumps([b64encode(previous).decode(), *row], separators=(",", ":"), ensure_ascii=False)

    assert seal(KEY, previous, *row) == hmac.digest(KEY, array.encode(), "sha256")


def test_whole_chains_verify() -> None:
    """Rows of several accounts, each in order, give no finding and every chain's head."""
    rows = [*_chain(3), *_chain(2, account_id=2)]

    verified = verify(KEY, rows)

    assert (verified.rows, verified.findings) == (5, ())
    assert [(head.account_id, head.seq, head.mac) for head in verified.heads] == [
        (1, 3, rows[2].mac),
        (2, 2, rows[4].mac),
    ]


@given(length=st.integers(1, 8), data=st.data())
def test_any_edit_is_found(length: int, data: st.DataObject) -> None:
    """Whatever column of whatever row is changed, that row is named, and no other."""
    rows = _chain(length)
    at = data.draw(st.integers(0, length - 1))
    change = data.draw(
        st.sampled_from(
            [
                {"at": 5},
                {"act": "user.create"},
                {"actor": 77},
                {"app_id": 0},
                {"by": ""},
                {"data": '{"n":1} '},
                {"personal": "{}"},
                {"mac": b"m" * 32},
                {"mac": b""},
            ]
        )
    )
    rows[at] = replace(rows[at], **change)

    assert verify(KEY, rows).findings == (RowChanged(1, at + 1),)


@given(length=st.integers(2, 9), data=st.data())
def test_any_removal_but_at_the_end_is_found(length: int, data: st.DataObject) -> None:
    """A run of rows gone from the start or the middle is found with its numbers."""
    rows = _chain(length)
    first = data.draw(st.integers(1, length - 1))
    last = data.draw(st.integers(first, length - 1))

    left = rows[: first - 1] + rows[last:]

    assert verify(KEY, left).findings == (RowsMissing(1, first, last),)


@given(st.permutations(range(5)))
def test_any_other_order_is_found(order: list[int]) -> None:
    """Rows in another order don't verify."""
    rows = _chain(5)

    findings = verify(KEY, [rows[index] for index in order]).findings

    assert bool(findings) == (order != sorted(order))


def test_a_row_that_stands_twice_is_found() -> None:
    """A row repeated is out of place."""
    rows = _chain(2)

    assert verify(KEY, [rows[0], rows[0], rows[1]]).findings == (RowOutOfPlace(1, 1),)


def test_columns_can_not_flow_into_each_other() -> None:
    """Text moved from one column to its neighbour changes the mac."""
    one = seal(KEY, b"", 1, 1, 0, "a", None, None, "x", '","y', "")
    other = seal(KEY, b"", 1, 1, 0, "a", None, None, 'x","', "y", "")
    third = seal(KEY, b"", 1, 1, 0, "a", None, 1, None, "", "")
    fourth = seal(KEY, b"", 1, 1, 0, "a", 1, None, None, "", "")

    assert len({one, other, third, fourth}) == 4


def test_a_loss_at_the_end_needs_a_checkpoint() -> None:
    """Without a checkpoint a shortened chain looks whole; with one the loss is found."""
    rows = _chain(5)
    checkpoint = make_checkpoint(KEY, verify(KEY, rows).heads, 9)

    assert verify(KEY, rows[:3]).findings == ()
    assert verify(KEY, rows[:3], checkpoint=checkpoint).findings == (EndMissing(1, 3, 5),)
    assert verify(KEY, [], checkpoint=checkpoint).findings == (EndMissing(1, 0, 5),)


def test_a_checkpoint_travels_as_json() -> None:
    """What `audit checkpoint` writes is read back the same, and still witnesses."""
    rows = _chain(2)
    checkpoint = make_checkpoint(KEY, verify(KEY, rows).heads, 9)

    again = msgspec.json.decode(msgspec.json.encode(checkpoint), type=Checkpoint)

    assert again == checkpoint
    assert verify(KEY, rows, checkpoint=again).findings == ()


@pytest.mark.parametrize("personal", ["", "no json", '{"email":"0"}', "[1]"])
def test_a_value_without_its_digest_is_found(personal: str) -> None:
    """A personal value must have been written with its row, whatever the row says of it now."""
    (row,) = _chain(1, personal=personal)
    check = ChainCheck(KEY)

    check.see(row, [PersonalValue("email", b"s" * 32, "a@b.se")])

    assert [type(finding).__name__ for finding in check.finish().findings] == ["PersonalChanged"]


def test_a_digest_is_of_one_field_and_one_value() -> None:
    """Salt, field and value all count."""
    digests = {
        personal_digest(salt, field, value)
        for salt in (b"1" * 32, b"2" * 32)
        for field, value in (("a", "bc"), ("ab", "c"), ("a", "b"))
    }

    assert len(digests) == 6
