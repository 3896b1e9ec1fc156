"""Letters about a connection: each person is told once about the same thing, in their own language."""

from collections.abc import Callable, Sequence
from gettext import NullTranslations
from hashlib import sha256

import msgspec

from admittance.core.duties import Duty
from admittance.core.policy import Policy
from admittance.explain.connection_letters import AboutConnection, drifted
from admittance.explain.languages import choose_language, translations
from admittance.explain.letters import Words
from admittance.usecases.drift import drift_of
from admittance.usecases.ports import Transaction
from admittance.usecases.question import rights_of
from admittance.usecases.records import Connection, DriftPolicy

AT_ONCE = 100
"""Connections of a whole account that are looked at in one act."""

Written = Callable[[AboutConnection, NullTranslations], Words]
"""Puts what happened into words."""


def apps_path(account_id: int) -> str:
    """The page of an account's connections."""
    return f"/accounts/{account_id}/apps"


def tell_of_connection(
    tx: Transaction, connection: Connection, user_id: int, key: str, path: str, written: Written, now: int
) -> bool:
    """Write to `user_id`; False where they were told of `key` before, or where one of the two, the app or the account
    is not there any more.
    """
    reader, person = tx.people.user(user_id), tx.people.user(connection.user_id)
    app, account = tx.apps.get(connection.app_id), tx.accounts.get(connection.account_id)
    if reader is None or not reader.active or person is None or app is None or account is None:
        return False
    about = AboutConnection(person=person.name, app=app.name, account=account.name, path=path)
    words = written(about, translations(choose_language(reader.language, None)))
    whole = f"{key}/{connection.account_id}/{connection.id}/{user_id}"
    return tx.outbox.write(connection.account_id, whole, user_id, words.subject, words.body, now)


def warn_of_drift(tx: Transaction, policy: Policy, account_id: int, now: int, *, user_id: int) -> int:
    """Where the account chose *warn*: a letter about each connection of the person that has drifted to everybody who
    manages apps; how many. Call it in the transaction of every act that lowers somebody's rights.

    A reader is told once of a connection and the grant behind it: granting again begins anew.
    """
    return _warn_of(tx, policy, account_id, tx.connections.in_account(account_id, user_id=user_id), now)


def begin_warning(tx: Transaction, policy: Policy, account_id: int, now: int) -> None:
    """As `warn_of_drift` for everybody's connections, of which there may be thousands: the first at once, the others by
    `go_on_warning` right after this act, so that nobody waits for all of them.
    """
    _warn_behind(tx, policy, account_id, 0, now)


def go_on_warning(tx: Transaction, policy: Policy, now: int) -> bool:
    """Some more of what `begin_warning` left, in any account; False where nothing is left."""
    left = tx.connections.to_look_at()
    if left is not None:
        _warn_behind(tx, policy, left[0], left[1], now)
    return left is not None


def _warn_behind(tx: Transaction, policy: Policy, account_id: int, after: int, now: int) -> None:
    connections = tx.connections.page(account_id, after=after, limit=AT_ONCE)
    _warn_of(tx, policy, account_id, connections, now)
    # INVARIANT: noted in the same act, so a killed server goes on with it.
    tx.connections.look_on(account_id, connections[-1].id if len(connections) == AT_ONCE else None)


def _warn_of(tx: Transaction, policy: Policy, account_id: int, connections: Sequence[Connection], now: int) -> int:
    account = tx.accounts.get(account_id)
    if account is None or account.drift_policy is not DriftPolicy.WARN:
        return 0
    drifting = [one for one in connections if drift_of(policy, one, tx.people.membership(account_id, one.user_id))]
    if not drifting:
        return 0
    readers = _who_manages_apps(tx, policy, account_id)
    told = [
        tell_of_connection(tx, one, reader, f"drift-{_grant(one)}", apps_path(account_id), drifted, now)
        for one in drifting
        for reader in readers
    ]
    return told.count(True)


def _who_manages_apps(tx: Transaction, policy: Policy, account_id: int) -> Sequence[int]:
    return tx.people.with_rights(account_id, lambda one: policy.may(rights_of(policy, one), Duty.UNINSTALL_APPS))


def _grant(connection: Connection) -> str:
    """A short name for what the connection was granted under; a renewed connection has another."""
    written = msgspec.json.encode((sorted(connection.granted), connection.authority), order="deterministic")
    return sha256(written).hexdigest()[:12]
