"""Records are searched."""

from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.records import Found, Search
from admittance.usecases.ports import Transaction

DEEPEST = 10_000
"""Results that a search can page through."""
COUNTED_TO = DEEPEST + 1
"""A total is exact up to `DEEPEST`; one more stands for "more than that"."""


def search_records(tx: Transaction, account_id: int, kind: ObjectType, search: Search, *, total: bool = True) -> Found:
    """The page. Search as you type asks for no `total`: counting costs more than the page."""
    rows = tx.crm.records.find(account_id, kind, search)
    more = len(rows) > search.limit
    counted = None
    if total:
        # The last page of a search has counted it already.
        whole = not more and (rows or search.offset == 0)
        counted = search.offset + len(rows) if whole else tx.crm.records.count(account_id, kind, search, COUNTED_TO)
    return Found(tuple(rows[: search.limit]), more, counted)
