"""Who connected what in an account, and ending it."""

from typing import TypeAlias

from msgspec import Struct

from admittance.core.duties import Duty
from admittance.core.policy import Policy
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.drift import drift_of
from admittance.usecases.outcomes import NotThere
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, rights_of
from admittance.usecases.re_anchor import Anchor, proposals_for
from admittance.usecases.records import Account, App, Connection, ConnectionEnd, Install, Membership, User
from admittance.usecases.webhooks.telling import app_uninstalled


class ConnectedPerson(Struct, frozen=True):
    """One live connection with its person and what the person holds today. `drift` are the granted scopes whose
    permission they have lost since, `not_consented` what the app has come to require and nobody was asked yet.
    """

    connection: Connection
    user: User
    membership: Membership | None
    may_remove: bool
    drift: frozenset[str] = frozenset()
    not_consented: frozenset[str] = frozenset()
    may_re_anchor: bool = False
    own: bool = False


class ConnectedApp(Struct, frozen=True):
    """An installed app. `people` are the connections the viewer may see."""

    app: App
    install: Install
    people: tuple[ConnectedPerson, ...]
    may_uninstall: bool


class ConnectedApps(Struct, frozen=True):
    """The page. `sees_everyone` is False where only the viewer's own connections are shown."""

    account: Account
    viewer: Membership
    apps: tuple[ConnectedApp, ...]
    sees_everyone: bool
    may_set_policy: bool = False
    asked_to_take_over: tuple[Anchor, ...] = ()


class NotAllowed(Struct, frozen=True):
    """The person sees it and may not end it."""


class Ended(Struct, frozen=True):
    """Over now, with every token. `connections` is how many ended."""

    app: App
    connections: int


Ending: TypeAlias = Ended | NotThere | NotAllowed


def list_connected_apps(tx: Transaction, policy: Policy, account_id: int, user_id: int) -> ConnectedApps | NotThere:
    """Installed apps by name. Colleagues' connections are for those who may see people; one's own are always there."""
    found = active_member(tx, account_id, user_id)
    if found is None:
        return NotThere()
    account, viewer = found
    rights = rights_of(policy, viewer)
    everyone = policy.may(rights, Duty.SEE_PEOPLE) or policy.may(rights, Duty.UNINSTALL_APPS)
    uninstall = policy.may(rights, Duty.UNINSTALL_APPS)
    apps = []
    for install in tx.installs.in_account(account_id):
        app = tx.apps.get(install.app_id)
        if app is not None:
            people = _people(tx, policy, account_id, app, user_id, everyone=everyone, may_end=uninstall)
            apps.append(ConnectedApp(app, install, people, uninstall))
    asked = proposals_for(tx, account_id, user_id)
    ordered = tuple(sorted(apps, key=lambda one: one.app.name.casefold()))
    return ConnectedApps(account, viewer, ordered, everyone, uninstall, asked)


def _people(
    tx: Transaction, policy: Policy, account_id: int, app: App, viewer_id: int, *, everyone: bool, may_end: bool
) -> tuple[ConnectedPerson, ...]:
    shown = []
    for connection in tx.connections.of_app(account_id, app.id):
        own = connection.user_id == viewer_id
        user = tx.people.user(connection.user_id)
        if user is not None and (own or everyone):
            membership = tx.people.membership(account_id, connection.user_id)
            drift = drift_of(policy, connection, membership)
            new = app.manifest.required - connection.granted
            person = ConnectedPerson(connection, user, membership, own or may_end, drift, new, may_end, own)
            shown.append(person)
    return tuple(shown)


def remove_access(
    tx: Transaction, policy: Policy, account_id: int, connection_id: int, user_id: int, now: int
) -> Ending:
    """End one connection and its tokens at once: one's own, or anyone's with the right to uninstall apps."""
    found = active_member(tx, account_id, user_id)
    connection = tx.connections.get(account_id, connection_id)
    if found is None or connection is None or connection.ended_at is not None:
        return NotThere()
    rights = rights_of(policy, found.membership)
    if connection.user_id != user_id and not policy.may(rights, Duty.UNINSTALL_APPS):
        return NotAllowed() if policy.may(rights, Duty.SEE_PEOPLE) else NotThere()
    app = tx.apps.get(connection.app_id)
    if app is None or not tx.connections.end(account_id, connection_id, ConnectionEnd.REMOVED, now):
        return NotThere()
    data = {"connection": connection_id, "user": connection.user_id}
    tx.audit.append(account_id, AuditEntry(act=Act.CONNECTION_REMOVED, actor=user_id, app_id=app.id, data=data))
    return Ended(app, 1)


def uninstall_app(tx: Transaction, policy: Policy, account_id: int, app_id: int, user_id: int, now: int) -> Ending:
    """Remove the app from the account with everyone's connections."""
    found = active_member(tx, account_id, user_id)
    if found is None or tx.installs.get(account_id, app_id) is None:
        return NotThere()
    if not policy.may(rights_of(policy, found.membership), Duty.UNINSTALL_APPS):
        return NotAllowed()
    return uninstall(tx, account_id, app_id, now, actor=user_id)


def uninstall(tx: Transaction, account_id: int, app_id: int, now: int, *, actor: int | None) -> Ended | NotThere:
    """Uninstall without asking whose act it is: for the app itself (`DELETE /appinstalls/…`), actor None. Where the app
    is not installed nothing is changed.
    """
    app = tx.apps.get(app_id)
    if app is None or not tx.installs.remove(account_id, app_id):
        return NotThere()
    connections = tx.connections.end_of_app(account_id, app_id, ConnectionEnd.UNINSTALLED, now)
    data = {"connections": connections}
    tx.audit.append(account_id, AuditEntry(act=Act.APP_UNINSTALLED, actor=actor, app_id=app_id, data=data))
    app_uninstalled(tx, account_id, app_id, now)
    return Ended(app, len(connections))
