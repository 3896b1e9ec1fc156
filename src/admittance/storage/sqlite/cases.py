"""Refused attempts."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from admittance.core.reasons import Reason
from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.forms import to_asked, to_json, to_numbers, to_reasons
from admittance.usecases.case_records import Case, CaseEvent, CaseEventKind, CaseState
from admittance.usecases.records import AskedInstall

COLUMNS = (
    "account_id, id, app_id, user_id, reasons, asked, opened_at, seen_at, state, asked_of, asked_at, message,"
    " answered_by, answered_at, answer, remedy, wish"
)
_NOT_OVER = "state IN ('open', 'asked', 'declined')"
_GET = f"SELECT {COLUMNS} FROM cases WHERE account_id = ? AND id = ?"
_IN_ACCOUNT = (
    f"SELECT {COLUMNS} FROM cases WHERE account_id = ?1 AND (?2 IS NULL OR state IN (SELECT value FROM json_each(?2)))"
    " ORDER BY id DESC"
)
_OF_PERSON = (
    f"SELECT {COLUMNS} FROM cases WHERE account_id = ?1 AND user_id = ?3"
    " AND (?2 IS NULL OR state IN (SELECT value FROM json_each(?2))) ORDER BY id DESC"
)
_PAGE = f"SELECT {COLUMNS} FROM cases WHERE account_id = ? AND {_NOT_OVER} AND id < ? ORDER BY id DESC LIMIT ?"
_BEHIND_ALL = 2**63 - 1
_LOOK_ON = "INSERT OR REPLACE INTO case_looks (account_id, before) VALUES (?, ?)"
_LOOKED = "DELETE FROM case_looks WHERE account_id = ?"
_TO_LOOK_AT = "SELECT account_id, before FROM case_looks LIMIT 1"
_SAME = (
    f"SELECT {COLUMNS} FROM cases"
    f" WHERE account_id = ? AND user_id = ? AND app_id = ? AND reasons_key = ? AND {_NOT_OVER}"
)
_OPEN = (
    "INSERT INTO cases (account_id, id, app_id, user_id, reasons, asked, opened_at, seen_at, reasons_key)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
# A refusal at redemption has nothing to resume; the request that an earlier attempt left stays usable.
_AGAIN = "UPDATE cases SET seen_at = ?, asked = coalesce(?, asked) WHERE account_id = ? AND id = ?"
_ASK = (
    "UPDATE cases SET state = 'asked', asked_of = ?, asked_at = ?, message = ?, wish = ?, answered_by = NULL,"
    " answered_at = NULL, answer = '', remedy = '' WHERE account_id = ? AND id = ?"
)
_ANSWER = (
    "UPDATE cases SET state = ?, answered_by = ?, answered_at = ?, answer = ?, remedy = ?"
    " WHERE account_id = ? AND id = ? AND state IN ('open', 'asked')"
)
_CLOSE = f"UPDATE cases SET state = ? WHERE account_id = ? AND id = ? AND {_NOT_OVER}"
_NOTE = (
    "INSERT INTO case_events (account_id, case_id, seq, at, kind, actor, asked, text) SELECT ?1, ?2,"
    " coalesce(max(seq), 0) + 1, ?3, ?4, ?5, ?6, ?7 FROM case_events WHERE account_id = ?1 AND case_id = ?2"
)
_EVENTS = (
    "SELECT account_id, case_id, seq, at, kind, actor, asked, text FROM case_events"
    " WHERE account_id = ? AND case_id = ? ORDER BY seq DESC"
)
_HAPPENED = "SELECT count(*) FROM case_events WHERE account_id = ?"
_ASKS = (
    "SELECT"
    " (SELECT count(*) FROM case_events WHERE account_id = ?1 AND actor = ?2 AND at >= ?3 AND kind = 'asked') +"
    " (SELECT count(*) FROM case_events WHERE account_id = ?1 AND actor = ?2 AND at >= ?3 AND kind = 'developer_told')"
)


def case_of(row: tuple[Any, ...]) -> Case:
    """One row of `cases`, in the order of `COLUMNS`."""
    return Case(
        account_id=row[0],
        id=row[1],
        app_id=row[2],
        user_id=row[3],
        reasons=to_reasons(row[4]),
        asked=None if row[5] is None else to_asked(row[5]),
        opened_at=row[6],
        seen_at=row[7],
        state=CaseState(row[8]),
        asked_of=to_numbers(row[9]),
        asked_at=row[10],
        message=row[11],
        answered_by=row[12],
        answered_at=row[13],
        answer=row[14],
        remedy=row[15],
        wish=row[16],
    )


def _event_of(row: tuple[Any, ...]) -> CaseEvent:
    return CaseEvent(
        account_id=row[0],
        case_id=row[1],
        seq=row[2],
        at=row[3],
        kind=CaseEventKind(row[4]),
        actor=row[5],
        to=row[6],
        text=row[7],
    )


class SqliteCases:
    """See `ports.Cases`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def open(
        self,
        account_id: int,
        *,
        app_id: int,
        user_id: int,
        reasons: tuple[Reason, ...],
        asked: AskedInstall | None,
        now: int,
    ) -> Case:
        text = to_json(reasons)
        key = sha256(text.encode()).digest()
        request = None if asked is None else to_json(asked)
        row = self._db.execute(_SAME, (account_id, user_id, app_id, key)).fetchone()
        if row is not None and case_of(row).expires_at <= now:
            self.close(account_id, row[1], CaseState.EXPIRED, now)
            row = None
        if row is not None:
            self._db.execute(_AGAIN, (now, request, account_id, row[1]))
        else:
            row = (account_id, self._db.next_id("cases"), app_id, user_id, text, request, now, now)
            self._db.execute(_OPEN, (*row, key))
            self.note(account_id, row[1], CaseEventKind.REFUSED, user_id, "", now)
        return case_of(self._db.execute(_GET, (account_id, row[1])).fetchone())

    def get(self, account_id: int, case_id: int) -> Case | None:
        row = self._db.execute(_GET, (account_id, case_id)).fetchone()
        return None if row is None else case_of(row)

    def in_account(
        self, account_id: int, *, states: frozenset[CaseState] | None = None, user_id: int | None = None
    ) -> Sequence[Case]:
        wanted = None if states is None else to_json(states)
        if user_id is None:
            return [case_of(row) for row in self._db.execute(_IN_ACCOUNT, (account_id, wanted)).fetchall()]
        return [case_of(row) for row in self._db.execute(_OF_PERSON, (account_id, wanted, user_id)).fetchall()]

    def not_over(self, account_id: int, *, before: int | None, limit: int) -> Sequence[Case]:
        page = (account_id, _BEHIND_ALL if before is None else before, limit)
        return [case_of(row) for row in self._db.execute(_PAGE, page).fetchall()]

    def happened(self, account_id: int) -> int:
        return int(self._db.execute(_HAPPENED, (account_id,)).fetchone()[0])

    def look_on(self, account_id: int, before: int | None) -> None:
        if before is None:
            self._db.execute(_LOOKED, (account_id,))
        else:
            self._db.execute(_LOOK_ON, (account_id, before))

    def to_look_at(self) -> tuple[int, int] | None:
        found: tuple[int, int] | None = self._db.execute(_TO_LOOK_AT).fetchone()
        return found

    def ask(self, account_id: int, case_id: int, fixer: int, message: str, now: int, *, wish: str = "") -> bool:
        case = self.get(account_id, case_id)
        if case is None or case.over:
            return False
        # A declined case starts over: whoever had it before may be asked once more.
        have = () if case.state is CaseState.DECLINED else case.asked_of
        if fixer in have:
            return False
        self._db.execute(_ASK, (to_json((*have, fixer)), now, message, wish, account_id, case_id))
        self._note(account_id, case_id, CaseEventKind.ASKED, now, actor=case.user_id, to=fixer, text=message)
        return True

    def answer(
        self, account_id: int, case_id: int, state: CaseState, by: int, text: str, remedy: str, now: int
    ) -> bool:
        # INVARIANT: test and set are one statement, and there is one writer.
        if not self._db.execute(_ANSWER, (state.value, by, now, text, remedy, account_id, case_id)).rowcount:
            return False
        self._note(account_id, case_id, CaseEventKind(state.value), now, actor=by, text=text)
        return True

    def close(self, account_id: int, case_id: int, state: CaseState, now: int) -> bool:
        if not self._db.execute(_CLOSE, (state.value, account_id, case_id)).rowcount:
            return False
        self._note(account_id, case_id, CaseEventKind(state.value), now)
        return True

    def note(self, account_id: int, case_id: int, kind: CaseEventKind, actor: int | None, text: str, now: int) -> None:
        self._note(account_id, case_id, kind, now, actor=actor, text=text)

    def _note(
        self,
        account_id: int,
        case_id: int,
        kind: CaseEventKind,
        at: int,
        *,
        actor: int | None = None,
        to: int | None = None,
        text: str = "",
    ) -> None:
        self._db.execute(_NOTE, (account_id, case_id, at, kind.value, actor, to, text))

    def events(self, account_id: int, case_id: int) -> Sequence[CaseEvent]:
        return [_event_of(row) for row in self._db.execute(_EVENTS, (account_id, case_id)).fetchall()]

    def asks_since(self, account_id: int, user_id: int, since: int) -> int:
        asks: int = self._db.execute(_ASKS, (account_id, user_id, since)).fetchone()[0]
        return asks
