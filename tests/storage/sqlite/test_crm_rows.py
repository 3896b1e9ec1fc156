"""Ids that clients see are not the rows behind them."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from admittance.storage.sqlite.crm_rows import first_row, last_row, row_of, wire_id
from admittance.usecases.crm.object_types import CALLS, CONTACTS

ACCOUNTS = st.integers(1, 2**31 - 1)
NUMBERS = st.integers(1, 2**27 - 1)


@given(ACCOUNTS, NUMBERS)
def test_an_id_leads_back_to_its_row(account_id: int, number: int) -> None:
    """Within its account and type an id is its row's alone; it is positive and below 2^53."""
    row = first_row(account_id, CONTACTS) + number
    assert row_of(account_id, CONTACTS, wire_id(row)) == row
    assert 0 < wire_id(row) < 2**53


@given(ACCOUNTS, ACCOUNTS, NUMBERS)
def test_an_id_of_another_account_or_type_is_outside(account_id: int, other: int, number: int) -> None:
    """A row is reached from its own account and type only; any other id ends at the edge, where no row is."""
    theirs = wire_id(first_row(other, CONTACTS) + number)
    first, last = first_row(account_id, CONTACTS), last_row(account_id, CONTACTS)
    assert first <= row_of(account_id, CONTACTS, theirs) <= last + 1
    assert row_of(other, CALLS, theirs) in (first_row(other, CALLS), last_row(other, CALLS) + 1)


@given(ACCOUNTS, st.lists(st.integers(0, 2**53 - 1), min_size=2, max_size=2, unique=True))
def test_ids_sort_like_rows(account_id: int, ids: list[int]) -> None:
    """The order of ids is the order of rows, so that a list can go on after any id."""
    small, large = sorted(ids)
    assert row_of(account_id, CONTACTS, small) <= row_of(account_id, CONTACTS, large)


def test_a_thousand_accounts_share_no_id() -> None:
    """Accounts of a million records each have ids of their own: no app mistakes one account's record for another's."""
    starts = sorted(wire_id(first_row(account_id, CONTACTS)) for account_id in range(1_000_001, 1_001_001))
    assert min(later - earlier for earlier, later in pairwise(starts)) > 1_000_000


def test_types_of_one_account_do_not_overlap() -> None:
    """Each type has 2^27 numbers of its own."""
    assert last_row(7, CONTACTS) < first_row(7, CALLS)
    assert last_row(7, CALLS) < first_row(8, CONTACTS)
