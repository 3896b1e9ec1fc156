"""Users and their memberships."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from unicodedata import normalize

import msgspec

from admittance.core.levels import Level
from admittance.storage.sqlite.codes import SqliteCodes
from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.connections import SqliteConnections
from admittance.storage.sqlite.elevations import SqliteElevations
from admittance.storage.sqlite.forms import to_json, to_rights
from admittance.storage.sqlite.memory import Memory
from admittance.storage.sqlite.sessions import SqliteSessions
from admittance.storage.sqlite.teams import Teams
from admittance.usecases.outcomes import EmailTaken
from admittance.usecases.records import Member, Membership, Theme, User
from admittance.usecases.super_admins import LastSuperAdmin

_USER = "u.id, u.email, u.first_name, u.last_name, u.password_hash, u.language, u.theme, u.active, u.created_at"
_GET = f"SELECT {_USER} FROM users u WHERE u.id = ?"
_BY_EMAIL = f"SELECT {_USER} FROM users u WHERE u.email_key = ?"
_ADD = (
    "INSERT INTO users (id, email, first_name, last_name, password_hash, language, theme, active, created_at,"
    " email_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_NAME = "UPDATE users SET first_name = ?, last_name = ? WHERE id = ?"
_PASSWORD = "UPDATE users SET password_hash = ? WHERE id = ?"
_LANGUAGE = "UPDATE users SET language = ? WHERE id = ?"
_THEME = "UPDATE users SET theme = ? WHERE id = ?"
_ACTIVE = "UPDATE users SET active = ? WHERE id = ?"

_MEMBERSHIP = (
    "m.account_id, m.user_id, m.super_admin, m.permission_set, m.rights, m.team, m.active, m.created_at, m.version"
)
_ONE = f"SELECT {_MEMBERSHIP} FROM memberships m WHERE m.account_id = ? AND m.user_id = ?"
_OF_USER = f"SELECT {_MEMBERSHIP} FROM memberships m WHERE m.user_id = ? AND m.active ORDER BY m.account_id"
_ACCOUNTS_OF_USER = "SELECT account_id FROM memberships WHERE user_id = ? ORDER BY account_id"
_OF_ACCOUNT = (
    f"SELECT {_MEMBERSHIP}, {_USER} FROM memberships m JOIN users u ON u.id = m.user_id"
    " WHERE m.account_id = ? ORDER BY m.user_id"
)
_PAGE = (
    f"SELECT {_MEMBERSHIP}, {_USER} FROM memberships m JOIN users u ON u.id = m.user_id"
    " WHERE m.account_id = ? AND m.user_id > ? AND (m.active AND u.active) = ? ORDER BY m.user_id LIMIT ?"
)
_ACTIVE_ONES = (
    f"SELECT {_MEMBERSHIP} FROM memberships m JOIN users u ON u.id = m.user_id"
    " WHERE m.account_id = ? AND m.active AND u.active ORDER BY m.user_id"
)
_PUT = (
    "INSERT INTO memberships (account_id, user_id, super_admin, permission_set, rights, team, active, created_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account_id, user_id) DO UPDATE SET"
    " super_admin = excluded.super_admin, permission_set = excluded.permission_set, rights = excluded.rights,"
    " team = excluded.team, active = excluded.active, created_at = excluded.created_at, version = version + 1"
)
_RIGHTS = (
    "UPDATE memberships SET super_admin = ?, permission_set = ?, rights = ?, version = version + 1"
    " WHERE account_id = ? AND user_id = ?"
)
_TEAM = "UPDATE memberships SET team = ?, version = version + 1 WHERE account_id = ? AND user_id = ?"
_REMOVE = "DELETE FROM memberships WHERE account_id = ? AND user_id = ?"
_SUPER_ADMINS = (
    "SELECT count(*) FROM memberships m JOIN users u ON u.id = m.user_id"
    " WHERE m.account_id = ? AND m.super_admin AND m.active AND u.active"
)


# Looking one up by value costs more than all the rest of a user, and lists hold thousands.
_THEMES = {theme.value: theme for theme in Theme}


def email_key(email: str) -> str:
    """What e-mail addresses are compared by: NFC, then case-folded."""
    return normalize("NFC", normalize("NFC", email.strip()).casefold())


def _user_of(row: tuple[Any, ...]) -> User:
    return User(
        id=row[0],
        email=row[1],
        first_name=row[2],
        last_name=row[3],
        password_hash=row[4],
        language=row[5],
        theme=_THEMES[row[6]],
        active=bool(row[7]),
        created_at=row[8],
    )


# Hot: every decision reads the person's membership.
@lru_cache(4096)
def _membership_of(row: tuple[Any, ...]) -> Membership:
    return Membership(
        account_id=row[0],
        user_id=row[1],
        super_admin=bool(row[2]),
        permission_set=row[3],
        rights=to_rights(row[4]),
        team=row[5],
        active=bool(row[6]),
        created_at=row[7],
        version=row[8],
    )


class SqlitePeople:
    """See `ports.People`. Who leaves loses sessions, codes, connections and elevations in the same call (rule 11)."""

    def __init__(
        self,
        db: Database,
        *,
        teams: Teams,
        sessions: SqliteSessions,
        codes: SqliteCodes,
        connections: SqliteConnections,
        elevations: SqliteElevations,
        memory: Memory,
    ) -> None:
        self._db = db
        self._users = memory.users
        self._memberships = memory.memberships
        self._teams = teams
        self._sessions = sessions
        self._codes = codes
        self._connections = connections
        self._elevations = elevations
        self._lost_one: set[int] = set()

    def user(self, user_id: int) -> User | None:
        if (kept := self._users.get(user_id)) is not None:
            return kept
        row = self._db.execute(_GET, (user_id,)).fetchone()
        return None if row is None else self._users.keep(user_id, _user_of(row))

    def by_email(self, email: str) -> User | None:
        row = self._db.execute(_BY_EMAIL, (email_key(email),)).fetchone()
        return None if row is None else _user_of(row)

    def add(self, user: User) -> User | EmailTaken:
        if self.by_email(user.email) is not None:
            return EmailTaken()
        if user.id == 0:
            user = msgspec.structs.replace(user, id=self._db.next_id("users"))
        else:
            self._db.saw_id("users", user.id)
        self._db.execute(
            _ADD,
            (
                user.id,
                user.email,
                user.first_name,
                user.last_name,
                user.password_hash,
                user.language,
                user.theme.value,
                user.active,
                user.created_at,
                email_key(user.email),
            ),
        )
        return user

    def set_name(self, user_id: int, first_name: str, last_name: str) -> None:
        self._db.execute(_NAME, (first_name, last_name, user_id))

    def set_password(self, user_id: int, password_hash: str) -> None:
        self._db.execute(_PASSWORD, (password_hash, user_id))

    def set_language(self, user_id: int, language: str | None) -> None:
        self._db.execute(_LANGUAGE, (language, user_id))

    def set_theme(self, user_id: int, theme: Theme) -> None:
        self._db.execute(_THEME, (theme.value, user_id))

    def set_active(self, user_id: int, active: bool) -> None:
        self._lost_one.update(m.account_id for m in self.memberships(user_id) if m.super_admin and not active)
        self._db.execute(_ACTIVE, (active, user_id))
        if not active:
            for account_id in self.accounts_of(user_id):
                self._leaves(account_id, user_id)
            self._sessions.end_all(user_id)

    def membership(self, account_id: int, user_id: int) -> Membership | None:
        key = (account_id, user_id)
        if (kept := self._memberships.get(key)) is not None:
            return kept
        row = self._db.execute(_ONE, key).fetchone()
        return None if row is None else self._memberships.keep(key, _membership_of(row))

    def memberships(self, user_id: int) -> Sequence[Membership]:
        return [_membership_of(row) for row in self._db.execute(_OF_USER, (user_id,)).fetchall()]

    def accounts_of(self, user_id: int) -> Sequence[int]:
        return [row[0] for row in self._db.execute(_ACCOUNTS_OF_USER, (user_id,)).fetchall()]

    def members(self, account_id: int) -> Sequence[Member]:
        rows = self._db.execute(_OF_ACCOUNT, (account_id,)).fetchall()
        return [Member(_membership_of(row[:9]), _user_of(row[9:])) for row in rows]

    def members_after(self, account_id: int, user_id: int, limit: int, *, active: bool) -> Sequence[Member]:
        rows = self._db.execute(_PAGE, (account_id, user_id, active, limit)).fetchall()
        return [Member(_membership_of(row[:9]), _user_of(row[9:])) for row in rows]

    def put(self, membership: Membership) -> None:
        if membership.team is not None:
            self._teams.ensure(membership.account_id, membership.team)
        if not (membership.super_admin and membership.active):
            self._may_lose(membership.account_id, membership.user_id)
        self._db.execute(
            _PUT,
            (
                membership.account_id,
                membership.user_id,
                membership.super_admin,
                membership.permission_set,
                to_json(membership.rights),
                membership.team,
                membership.active,
                membership.created_at,
            ),
        )
        if not membership.active:
            self._leaves(membership.account_id, membership.user_id)
            self._sessions.end_all(membership.user_id)

    def with_rights(self, account_id: int, wanted: Callable[[Membership], bool]) -> Sequence[int]:
        # Thousands of members share a few texts of rights, so hardly any of the rows has to be read.
        met: dict[tuple[int, str], bool] = {}
        found: list[int] = []
        for row in self._db.execute(_ACTIVE_ONES, (account_id,)):
            held = (row[2], row[4])
            if held not in met:
                met[held] = wanted(_membership_of(row))
            if met[held]:
                found.append(row[1])
        return found

    def remove(self, account_id: int, user_id: int) -> bool:
        self._may_lose(account_id, user_id)
        if not self._db.execute(_REMOVE, (account_id, user_id)).rowcount:
            return False
        self._leaves(account_id, user_id)
        self._sessions.end_all(user_id)
        return True

    def set_team(self, account_id: int, user_id: int, team: str | None) -> None:
        if team is not None:
            self._teams.ensure(account_id, team)
        self._db.execute(_TEAM, (team, account_id, user_id))

    def permanent_super_admins(self, account_id: int) -> int:
        count: int = self._db.execute(_SUPER_ADMINS, (account_id,)).fetchone()[0]
        return count

    def set_rights(
        self,
        account_id: int,
        user_id: int,
        *,
        super_admin: bool,
        permission_set: str | None,
        rights: Mapping[str, Level],
    ) -> None:
        if not super_admin:
            self._may_lose(account_id, user_id)
        self._db.execute(_RIGHTS, (super_admin, permission_set, to_json(rights), account_id, user_id))

    def _leaves(self, account_id: int, user_id: int) -> None:
        now = self._db.now()
        self._codes.spend_of_person(account_id, user_id, now)
        self._connections.end_of_person(account_id, user_id, now)
        self._elevations.end_of_person(account_id, user_id, now)

    def _may_lose(self, account_id: int, user_id: int) -> None:
        was = self.membership(account_id, user_id)
        if was is not None and was.super_admin and was.active:
            self._lost_one.add(account_id)

    def check_super_admins(self) -> None:
        """At the end of an act. Raises `LastSuperAdmin` where it took the last permanent Super Admin of an account.

        INVARIANT: no act commits without this (product section 3). An account that never had one may still be founded.
        """
        lost_one, self._lost_one = self._lost_one, set()
        for account_id in lost_one:
            if not self.permanent_super_admins(account_id):
                raise LastSuperAdmin(account_id)

    def forget_changes(self) -> None:
        """The act was undone."""
        self._lost_one.clear()
