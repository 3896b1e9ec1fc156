"""Who develops an app (product section 8): people of any account or of none."""

from msgspec import Struct

from admittance.usecases.audit_entry import SERVER_CHAIN, Act, AuditEntry
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App, User


class AppNotThere(Struct, frozen=True):
    """No such app for whoever asks; whether there is one at all stays unsaid."""


def developed_apps(tx: Transaction, user_id: int) -> tuple[App, ...]:
    """The apps that the person develops, by name. A disabled one too: its developer has to know."""
    found = (tx.apps.get(app_id) for app_id in tx.developers.apps_of(user_id))
    return tuple(sorted((app for app in found if app is not None), key=lambda app: (app.name.casefold(), app.id)))


def developed_app(tx: Transaction, user_id: int, client_id: str) -> App | AppNotThere:
    """The app, if the person develops it."""
    app = tx.apps.by_client_id(client_id)
    return app if app is not None and develops(tx, user_id, app.id) else AppNotThere()


def develops(tx: Transaction, user_id: int, app_id: int) -> bool:
    """Whether the person is a developer of the app."""
    return app_id in tx.developers.apps_of(user_id)


def developers_of(tx: Transaction, app_id: int) -> tuple[User, ...]:
    """The app's developers who can sign in, in the order in which they were named."""
    found = (tx.people.user(user_id) for user_id in tx.developers.of_app(app_id))
    return tuple(user for user in found if user is not None and user.active)


def name_developer(tx: Transaction, app_id: int, user_id: int, now: int, *, by: str) -> bool:
    """Make the person a developer of the app, with one audit row on the server's own chain. False: they were one."""
    if not tx.developers.add(app_id, user_id, now):
        return False
    entry = AuditEntry(act=Act.DEVELOPER_ADDED, by=by, app_id=app_id, data={"user": user_id})
    tx.audit.append(SERVER_CHAIN, entry)
    return True


def dismiss_developer(tx: Transaction, app_id: int, user_id: int, *, by: str) -> bool:
    """The opposite. What they open next is not there for them any more."""
    if not tx.developers.remove(app_id, user_id):
        return False
    entry = AuditEntry(act=Act.DEVELOPER_REMOVED, by=by, app_id=app_id, data={"user": user_id})
    tx.audit.append(SERVER_CHAIN, entry)
    return True
