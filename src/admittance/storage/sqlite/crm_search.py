"""Searches as SQL: which rows, in which order, and how many.

The search index and the index of compared values both hold a type's rows of one account together and in row order, so a
search touches nothing of other accounts, and a first page is found without looking at the rest.
"""

from admittance.storage.sqlite.crm_conditions import EXACT, Conditions, Sql, both
from admittance.storage.sqlite.crm_rows import first_row, last_row, space_of
from admittance.usecases.crm.folding import search_terms
from admittance.usecases.crm.object_types import RECORD_ID, ObjectType
from admittance.usecases.crm.properties import PropertyType
from admittance.usecases.crm.records import Filter, Operator, Search, Sort

_COLUMNS = "r.row, r.version, r.created_at, r.updated_at, r.archived_at, r.properties"
_NOT_ROWS = frozenset({Operator.NOT_HAS_PROPERTY})


def page_query(account_id: int, kind: ObjectType, search: Search) -> Sql | None:
    """The page and one record more; None where nothing can be found."""
    page = Sql("LIMIT ? OFFSET ?", (search.limit + 1, search.offset))
    first = search.sorts[0] if search.sorts else None
    walked = _walked_in_order(account_id, kind, search, first) if first and len(search.sorts) == 1 else None
    if walked is not None:
        return _records(walked, page, ("at", "row"), descending=first is not None and first.descending)
    rows = _rows(account_id, kind, search)
    if rows is None:
        return None
    if first is None or first.property.name == RECORD_ID:
        return _records(rows, page, ("row",), descending=first is not None and first.descending)
    order, values = _order(kind, search.sorts)
    text = f"SELECT {_COLUMNS} FROM ({rows.text}) AS f CROSS JOIN crm_records AS r ON r.row = f.row ORDER BY {order}"
    return both(Sql(text, rows.values + values), page)


def count_query(account_id: int, kind: ObjectType, search: Search, up_to: int) -> Sql | None:
    """How many there are, up to a number; None where nothing can be found."""
    rows = _rows(account_id, kind, search)
    return None if rows is None else Sql(f"SELECT count(*) FROM ({rows.text} LIMIT ?)", (*rows.values, up_to))


def _records(rows: Sql, page: Sql, keys: tuple[str, ...], *, descending: bool) -> Sql:
    """The records of a page of rows in the order of `keys`: only those of the page are looked up."""
    direction = "DESC" if descending else "ASC"
    inner = ", ".join(f"{key} {direction}" for key in keys)
    outer = ", ".join(f"page.{key} {direction}" for key in keys)
    text = (
        f"WITH page AS MATERIALIZED ({rows.text} ORDER BY {inner} {page.text})"
        f" SELECT {_COLUMNS} FROM page CROSS JOIN crm_records AS r ON r.row = page.row ORDER BY {outer}"
    )
    return Sql(text, rows.values + page.values)


def _rows(account_id: int, kind: ObjectType, search: Search) -> Sql | None:
    """A select of `row`, each once, for every live record that the search finds."""
    conditions = Conditions(account_id, kind, space_of(account_id, kind))
    if search.query.strip():
        return _rows_of_query(account_id, kind, search, conditions)
    groups = [_rows_of_group(account_id, kind, group, conditions) for group in search.groups]
    if not groups:
        return _every_row(account_id, kind)
    if len(groups) == 1:
        return groups[0]
    union = " UNION ".join(f"SELECT row FROM ({group.text})" for group in groups)
    return Sql(f"SELECT row FROM ({union})", tuple(value for group in groups for value in group.values))


def _rows_of_query(account_id: int, kind: ObjectType, search: Search, conditions: Conditions) -> Sql | None:
    terms = search_terms(search.query)
    if not terms:
        return None
    match = " AND ".join('"' + term.replace('"', '""') + '"' for term in terms)
    found = Sql(
        "SELECT rowid AS row FROM crm_search WHERE crm_search MATCH ? AND rowid BETWEEN ? AND ?",
        (match, first_row(account_id, kind), last_row(account_id, kind)),
    )
    if not search.groups:
        return found
    # The plus keeps SQLite from walking a filter's rows instead of the index's: MATCH does not work from there.
    groups = [_all(conditions, group, "+crm_search.rowid") for group in search.groups]
    either = " OR ".join(f"({group.text})" for group in groups)
    return both(found, Sql(f"AND ({either})", tuple(value for group in groups for value in group.values)))


def _rows_of_group(account_id: int, kind: ObjectType, group: tuple[Filter, ...], conditions: Conditions) -> Sql:
    """Walk the rows of the filter that promises the fewest, and look whether they meet the others."""
    usable = [one for one in group if one.property.name != RECORD_ID and one.operator not in _NOT_ROWS]
    if not usable:
        return both(_every_row(account_id, kind), _and(conditions, group, "crm_records.row"))
    first = min(usable, key=lambda one: (one.operator is not Operator.EQ, one.operator not in EXACT))
    others = tuple(one for one in group if one is not first)
    return both(conditions.rows(first), _and(conditions, others, "walked.row"))


def _walked_in_order(account_id: int, kind: ObjectType, search: Search, sort: Sort) -> Sql | None:
    """Rows with the value (`at`) from the index of what they are sorted by: the usual way to follow what is new, and to
    go through a long list by name.

    Only where no filter promises few rows, and every record that is found has a value: as it has of the server's own
    times, and where a filter on the same property asks for one.
    """
    if search.query.strip() or len(search.groups) > 1:
        return None
    timed = sort.property.name in (kind.created, kind.modified)
    group = search.groups[0] if search.groups else ()
    if not timed and not any(_asks_for_a_value(one, sort) for one in group):
        return None
    if any(one.operator in EXACT for one in group):
        return None
    space = space_of(account_id, kind)
    conditions = Conditions(account_id, kind, space)
    own = [one for one in group if _asks_for_a_value(one, sort)]
    first = own[0] if own else Filter(sort.property, Operator.HAS_PROPERTY)
    others = tuple(one for one in group if one is not first)
    return both(conditions.rows(first, timed=True), _and(conditions, others, "walked.row"))


def _asks_for_a_value(one: Filter, sort: Sort) -> bool:
    """Whether whatever meets the filter has a value to sort by, and the index finds it."""
    found = one.property.name == sort.property.name and one.property.name != RECORD_ID
    return found and one.operator not in _NOT_ROWS


def _every_row(account_id: int, kind: ObjectType) -> Sql:
    bounds = (first_row(account_id, kind), last_row(account_id, kind))
    return Sql("SELECT row FROM crm_records WHERE row BETWEEN ? AND ? AND archived_at IS NULL", bounds)


def _and(conditions: Conditions, group: tuple[Filter, ...], row: str) -> Sql:
    if not group:
        return Sql("")
    met = _all(conditions, group, row)
    return Sql(f"AND {met.text}", met.values)


def _all(conditions: Conditions, group: tuple[Filter, ...], row: str) -> Sql:
    met = [conditions.meets(one, row) for one in group]
    return Sql(" AND ".join(one.text for one in met), tuple(value for one in met for value in one.values))


def _order(kind: ObjectType, sorts: tuple[Sort, ...]) -> tuple[str, tuple[str, ...]]:
    """The terms of ORDER BY; records without a value last, then the oldest first."""
    terms: list[str] = []
    values: list[str] = []
    for sort in sorts:
        direction = "DESC" if sort.descending else "ASC"
        column = {RECORD_ID: "r.row", kind.created: "r.created_at", kind.modified: "r.updated_at"}
        if sort.property.name in column:
            terms.append(f"{column[sort.property.name]} {direction}")
            continue
        value = "json_extract(r.properties, ?)"
        if sort.property.type is PropertyType.NUMBER:
            value = f"CAST({value} AS REAL)"
        path = f'$."{sort.property.name}"'
        terms += ["json_extract(r.properties, ?) IS NULL", f"{value} COLLATE NOCASE {direction}"]
        values += [path, path]
    return ", ".join([*terms, "r.row"]), tuple(values)
