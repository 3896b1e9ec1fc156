"""Making the demo world: once, in one transaction, the same every time."""

from collections.abc import Iterable

from admittance.catalogue.model import Catalogue
from admittance.core import lifetimes
from admittance.demo.apps import RINGLANE, demo_apps
from admittance.demo.contacts import demo_contacts
from admittance.demo.developers import DEVELOPERS, DemoDeveloper
from admittance.demo.people import ACCOUNTS, FJORD, PEOPLE, DemoAccount, DemoMembership, DemoPerson
from admittance.usecases.app_developers import name_developer
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.crm.seed import seed_contacts
from admittance.usecases.ports import Transaction
from admittance.usecases.records import Account, App, Authority, Membership, User

_INSTALLED_BY = 105  # Ahmed Karimi, who may connect everyday apps
_INSTALLED_FOR = 40 * lifetimes.DAY


def make_demo_world(tx: Transaction, catalogue: Catalogue, base_url: str, password_hash: str, now: int) -> bool:
    """Fill an empty database; in a filled one only bring redirect URIs to `base_url`. Whether it was empty."""
    if tx.accounts.get(FJORD) is not None:
        for app in demo_apps(base_url, now):
            _move(tx, app)
        return False
    for account in ACCOUNTS:
        _add_account(tx, account, now)
    for person in PEOPLE:
        _add_person(tx, catalogue, person, password_hash, now)
    for app in demo_apps(base_url, now):
        tx.apps.add(app)
    for developer in DEVELOPERS:
        _add_developer(tx, developer, password_hash, now)
    _install_phone(tx, now - _INSTALLED_FOR)
    for account in ACCOUNTS:
        seeded = seed_contacts(tx, account.id, demo_contacts(account.id), now)
        if not isinstance(seeded, list):  # rolls back: half a world is none
            raise RuntimeError(f"the demo's contacts of account {account.id} can't be stored: {type(seeded).__name__}")
    return True


def is_demo_world(accounts: Iterable[Account]) -> bool:
    """Whether the accounts of a database are the demo's."""
    return {account.id for account in accounts} == {account.id for account in ACCOUNTS}


def holds_demo_accounts(accounts: Iterable[Account]) -> bool:
    """Whether one of them is the demo's, whatever else is there."""
    return any((account.id, account.domain) == (one.id, one.domain) for account in accounts for one in ACCOUNTS)


def _move(tx: Transaction, app: App) -> None:
    stored = tx.apps.get(app.id)
    if stored is not None and stored.redirect_uris != app.redirect_uris:
        tx.apps.replace(app)


def _add_account(tx: Transaction, account: DemoAccount, now: int) -> None:
    tx.accounts.add(
        Account(
            id=account.id,
            name=account.name,
            domain=account.domain,
            time_zone="Europe/Stockholm",
            currency="SEK",
            created_at=now,
        )
    )
    for product, tier in account.subscriptions.items():
        tx.accounts.subscribe(account.id, product, tier)
    data = {"subscriptions": account.subscriptions}
    tx.audit.append(account.id, AuditEntry(act=Act.ACCOUNT_CREATED, by="demo", data=data))


def _add_person(tx: Transaction, catalogue: Catalogue, person: DemoPerson, password_hash: str, now: int) -> None:
    tx.people.add(
        User(
            id=person.id,
            email=person.email,
            first_name=person.first_name,
            last_name=person.last_name,
            password_hash=password_hash,
            language=person.language,
            created_at=now,
        )
    )
    for membership in person.memberships:
        tx.people.put(_membership(catalogue, person.id, membership, now))
        data = {"user": person.id, "super_admin": membership.super_admin, "permission_set": membership.permission_set}
        tx.audit.append(membership.account_id, AuditEntry(act=Act.USER_CREATED, by="demo", data=data))


def _add_developer(tx: Transaction, developer: DemoDeveloper, password_hash: str, now: int) -> None:
    tx.people.add(
        User(
            id=developer.id,
            email=developer.email,
            first_name=developer.first_name,
            last_name=developer.last_name,
            password_hash=password_hash,
            created_at=now,
        )
    )
    name_developer(tx, developer.app_id, developer.id, now, by="demo")


def _membership(catalogue: Catalogue, user_id: int, membership: DemoMembership, now: int) -> Membership:
    chosen = membership.permission_set
    return Membership(
        account_id=membership.account_id,
        user_id=user_id,
        super_admin=membership.super_admin,
        permission_set=chosen,
        rights=catalogue.sets[chosen].grants if chosen else {},
        team=membership.team,
        created_at=now,
    )


def _install_phone(tx: Transaction, at: int) -> None:
    """The phone panel's app is installed in one account by a colleague, and unknown in the other."""
    app = tx.apps.get(RINGLANE)
    member = tx.people.membership(FJORD, _INSTALLED_BY)
    if app is None or member is None:
        return
    granted = app.manifest.required
    connection = tx.connections.open(
        FJORD,
        app_id=app.id,
        user_id=member.user_id,
        granted=granted,
        dropped=(),
        declined=frozenset(),
        authority=Authority(member.super_admin, member.permission_set, member.rights),
        manifest_version=app.manifest_version,
        now=at,
    )
    tx.installs.record(FJORD, app.id, member.user_id, granted, at)
    data = {"connection": connection.id, "granted": sorted(granted), "manifest_version": app.manifest_version}
    tx.audit.append(FJORD, AuditEntry(act=Act.CODE_EXCHANGED, actor=member.user_id, app_id=app.id, data=data))
