"""Invitations of people who are on the server already, and what is known of newcomers."""

from collections.abc import Sequence
from typing import Any

from admittance.storage.sqlite.connection import Database
from admittance.usecases.invitation_ports import Newcomer, StandingInvitation

_COLUMNS = "account_id, user_id, permission_set, team, invited_by, invited_at, app_id"
_PUT = f"INSERT OR REPLACE INTO invitations ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"
_GET = f"SELECT {_COLUMNS} FROM invitations WHERE account_id = ? AND user_id = ?"
_OF_USER = f"SELECT {_COLUMNS} FROM invitations WHERE user_id = ? ORDER BY invited_at DESC, account_id"
_IN_ACCOUNT = f"SELECT {_COLUMNS} FROM invitations WHERE account_id = ? ORDER BY user_id"
_NEWCOMER = "account_id, user_id, invited_by, invited_at, link_until, app_id"
_NOTE = f"INSERT OR REPLACE INTO newcomers ({_NEWCOMER}) VALUES (?, ?, ?, ?, ?, ?)"
_NEWCOMERS = f"SELECT {_NEWCOMER} FROM newcomers WHERE account_id = ? ORDER BY user_id"
_FORGET = "DELETE FROM newcomers WHERE account_id = ? AND user_id = ?"
_COUNT = (
    "INSERT INTO invited_days (account_id, day, invited) VALUES (?, ?, 1) ON CONFLICT (account_id) DO UPDATE SET"
    " invited = CASE WHEN day = excluded.day THEN invited + 1 ELSE 1 END, day = excluded.day"
)
_COUNTED = "SELECT invited FROM invited_days WHERE account_id = ? AND day = ?"
_REMOVE = "DELETE FROM invitations WHERE account_id = ? AND user_id = ?"


def _invitation_of(row: tuple[Any, ...]) -> StandingInvitation:
    return StandingInvitation(
        account_id=row[0],
        user_id=row[1],
        permission_set=row[2],
        team=row[3],
        invited_by=row[4],
        invited_at=row[5],
        app_id=row[6],
    )


class SqliteInvitations:
    """See `invitation_ports.Invitations`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, invitation: StandingInvitation) -> None:
        one = invitation
        row = (one.account_id, one.user_id, one.permission_set, one.team, one.invited_by, one.invited_at, one.app_id)
        self._db.execute(_PUT, row)

    def get(self, account_id: int, user_id: int) -> StandingInvitation | None:
        row = self._db.execute(_GET, (account_id, user_id)).fetchone()
        return None if row is None else _invitation_of(row)

    def of_user(self, user_id: int) -> Sequence[StandingInvitation]:
        return [_invitation_of(row) for row in self._db.execute(_OF_USER, (user_id,)).fetchall()]

    def in_account(self, account_id: int) -> Sequence[StandingInvitation]:
        return [_invitation_of(row) for row in self._db.execute(_IN_ACCOUNT, (account_id,)).fetchall()]

    def note_newcomer(self, newcomer: Newcomer) -> None:
        one = newcomer
        row = (one.account_id, one.user_id, one.invited_by, one.invited_at, one.link_until, one.app_id)
        self._db.execute(_NOTE, row)

    def newcomers(self, account_id: int) -> Sequence[Newcomer]:
        rows = self._db.execute(_NEWCOMERS, (account_id,)).fetchall()
        return [
            Newcomer(
                account_id=row[0],
                user_id=row[1],
                invited_by=row[2],
                invited_at=row[3],
                link_until=row[4],
                app_id=row[5],
            )
            for row in rows
        ]

    def forget_newcomer(self, account_id: int, user_id: int) -> None:
        self._db.execute(_FORGET, (account_id, user_id))

    def remove(self, account_id: int, user_id: int) -> bool:
        return self._db.execute(_REMOVE, (account_id, user_id)).rowcount > 0

    def count(self, account_id: int, day: int) -> None:
        self._db.execute(_COUNT, (account_id, day))

    def counted(self, account_id: int, day: int) -> int:
        row = self._db.execute(_COUNTED, (account_id, day)).fetchone()
        return 0 if row is None else int(row[0])
