"""An admin asks a person to consent again, because the app has come to require more (product section 9).

Nothing of the connection changes: what was granted stays until the person has consented.
"""

from typing import TypeAlias

from msgspec import Struct

from admittance.core.duties import Duty
from admittance.core.policy import Policy
from admittance.explain import connection_letters as letters
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.outcomes import NotThere
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, rights_of
from admittance.usecases.records import Connection, User
from admittance.usecases.tell import name_of
from admittance.usecases.tell_of_connection import apps_path, tell_of_connection


class ConsentAsked(Struct, frozen=True):
    """Written to `user`, and the ask is in the log."""

    user: User


class AskedAlready(Struct, frozen=True):
    """`user` was asked about this version of the app's settings before; nothing was written again."""

    user: User


class NothingNew(Struct, frozen=True):
    """The app requires nothing that was not granted (any more). Nobody was asked."""


class MayNotAsk(Struct, frozen=True):
    """The viewer sees the connection, and asking is for whoever manages apps."""


AskingConsent: TypeAlias = ConsentAsked | AskedAlready | NothingNew | MayNotAsk | NotThere


def ask_consent(
    tx: Transaction, policy: Policy, account_id: int, connection_id: int, admin_id: int, now: int
) -> AskingConsent:
    """Ask the connection's person, once for each version of the app's settings."""
    connection = _seen(tx, policy, account_id, connection_id, admin_id)
    if not isinstance(connection, Connection):
        return connection
    app, user = tx.apps.get(connection.app_id), tx.people.user(connection.user_id)
    if app is None or not app.enabled or user is None:
        return NotThere()
    if not app.manifest.required - connection.granted:
        return NothingNew()
    by, key = name_of(tx, admin_id), f"consent-{app.manifest_version}"
    told = tell_of_connection(
        tx, connection, user.id, key, apps_path(account_id), lambda about, t: letters.asked_again(about, by, t), now
    )
    if not told:
        return AskedAlready(user)
    data = {"connection": connection.id, "user": user.id, "manifest_version": app.manifest_version}
    tx.audit.append(account_id, AuditEntry(act=Act.CONSENT_ASKED, actor=admin_id, app_id=app.id, data=data))
    return ConsentAsked(user)


def _seen(
    tx: Transaction, policy: Policy, account_id: int, connection_id: int, admin_id: int
) -> Connection | MayNotAsk | NotThere:
    found, connection = active_member(tx, account_id, admin_id), tx.connections.get(account_id, connection_id)
    if found is None or connection is None or connection.ended_at is not None:
        return NotThere()
    rights = rights_of(policy, found.membership)
    if policy.may(rights, Duty.UNINSTALL_APPS):
        return connection
    own = connection.user_id == admin_id
    return MayNotAsk() if own or policy.may(rights, Duty.SEE_PEOPLE) else NotThere()
