"""The demo world, as it is made in a database."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from admittance.config import Settings
from admittance.demo.apps import FORMWORK, ORDERLY, RINGLANE
from admittance.demo.people import FJORD, HAV, PASSWORD
from admittance.http.services import Services
from admittance.usecases.app_developers import developers_of
from admittance.usecases.crm.object_types import CONTACTS
from admittance.usecases.crm.records import Record
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App, Member, Profile
from admittance.wiring.parts import build_services
from admittance.wiring.server import fill_demo_world

BASE = "http://127.0.0.1:8400"


def _made(folder: Path, base_url: str = BASE) -> Services:
    services = build_services(Settings(data_dir=str(folder), base_url=base_url))
    assert isinstance(services, Services)
    assert asyncio.run(fill_demo_world(services)) is None
    return services


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """One demo world for every test that only looks."""
    services = _made(tmp_path_factory.mktemp("world"))
    yield services
    asyncio.run(services.store.close())


def _contacts(tx: Transaction, account_id: int) -> list[Record]:
    found: list[Record] = []
    while page := tx.crm.records.page(account_id, CONTACTS, after=found[-1].id if found else 0, limit=100):
        found += page
    return found


def _everything(tx: Transaction) -> list[object]:
    """What the world consists of, without the times at which it was made and without password hashes."""
    people = [
        (member.user.id, member.user.email, member.user.name, member.user.language, member.membership.permission_set,
         member.membership.super_admin, dict(member.membership.rights), member.membership.team)
        for account in (FJORD, HAV) for member in tx.people.members(account)
    ]  # fmt: skip
    apps = [(app.id, app.client_id, app.secret_digest, app.manifest, app.redirect_uris) for app in tx.apps.all()]
    plans = [(account.id, account.name, dict(tx.accounts.subscriptions(account.id))) for account in tx.accounts.all()]
    rows = [
        (one.id, {name: value for name, value in one.properties.items() if "date" not in name})
        for account in (FJORD, HAV)
        for one in _contacts(tx, account)
    ]
    return [people, apps, plans, rows]


def test_it_is_the_same_every_time(world: Services, tmp_path: Path) -> None:
    """Two first starts make the same people, apps, plans and contacts, down to their ids."""
    again = _made(tmp_path)
    assert again.store.read(_everything) == world.store.read(_everything)
    asyncio.run(again.store.close())


def test_its_size(world: Services) -> None:
    """Two accounts, one Marketing Hub Starter and one Professional; a dozen people; at least 2,000 contacts."""
    read = world.store.read
    assert [account.id for account in read(lambda tx: tx.accounts.all())] == [FJORD, HAV]
    assert read(lambda tx: tx.accounts.subscriptions(FJORD))["marketing_hub"] == "starter"
    assert read(lambda tx: tx.accounts.subscriptions(HAV))["marketing_hub"] == "professional"
    assert len({member.user.id for member in _members(world)}) >= 12
    assert len(read(lambda tx: _contacts(tx, FJORD) + _contacts(tx, HAV))) >= 2_000


def test_contacts_have_owners(world: Services) -> None:
    """Everybody in sales has contacts of their own, and some contacts are nobody's: a list by owner shows both."""
    for account, owners in ((FJORD, {"101", "103", "105"}), (HAV, {"111"})):
        found = world.store.read(lambda tx, account=account: _contacts(tx, account))  # type: ignore[misc]
        assert {one.properties.get("hubspot_owner_id") for one in found} == {*owners, None}


def _members(world: Services) -> list[Member]:
    return [member for account in (FJORD, HAV) for member in world.store.read(_members_of(account))]


def _members_of(account_id: int) -> Callable[[Transaction], Sequence[Member]]:
    return lambda tx: tx.people.members(account_id)


def test_people_range_from_super_admin_to_nothing(world: Services) -> None:
    """Somebody is Super Admin, somebody holds no right at all, and every set that is named is the catalogue's."""
    memberships = [member.membership for member in _members(world)]
    assert any(one.super_admin for one in memberships)
    assert any(not one.super_admin and not one.rights for one in memberships)
    assert {one.permission_set for one in memberships if one.permission_set} <= set(world.catalogue.sets)


def test_everybody_signs_in_with_the_printed_password(world: Services) -> None:
    """The password that `make run` prints is everybody's."""
    (password_hash,) = {member.user.password_hash for member in _members(world)}
    assert asyncio.run(world.passwords.verify(password_hash, PASSWORD))


def test_three_apps_one_of_each_kind(world: Services) -> None:
    """One app is compatible, one strict, one public; the public one asks for what the phone panel needs."""
    apps: dict[int, App] = {app.id: app for app in world.store.read(lambda tx: tx.apps.all())}
    assert set(apps) == {ORDERLY, FORMWORK, RINGLANE}
    assert (apps[ORDERLY].profile, apps[ORDERLY].public) == (Profile.COMPATIBLE, False)
    assert (apps[FORMWORK].profile, apps[FORMWORK].public) == (Profile.STRICT, False)
    assert apps[RINGLANE].public
    assert apps[RINGLANE].strict
    assert apps[RINGLANE].manifest.required == {
        "oauth",
        "crm.objects.contacts.read",
        "crm.objects.contacts.write",
        "crm.objects.owners.read",
        "crm.lists.read",
        "tickets",
    }


def test_every_scope_of_the_apps_is_in_the_catalogue(world: Services) -> None:
    """A manifest that names an unknown scope could not be saved (product rule 12)."""
    for app in world.store.read(lambda tx: tx.apps.all()):
        assert list(world.catalogue.unknown_scopes(app.manifest)) == []


def test_the_phone_is_installed_in_one_account_and_not_in_the_other(world: Services) -> None:
    """A colleague installed the phone panel's app in one account; the other has never seen it."""
    read = world.store.read
    install = read(lambda tx: tx.installs.get(FJORD, RINGLANE))
    assert install is not None
    assert [one.user_id for one in read(lambda tx: tx.connections.of_app(FJORD, RINGLANE))] == [105]
    assert read(lambda tx: tx.installs.in_account(HAV)) == []


def test_contacts_are_lifelike(world: Services) -> None:
    """Every contact has names, a company, a number and an e-mail of its own; some names fold (Åsa), none is empty."""
    contacts = world.store.read(lambda tx: _contacts(tx, HAV))
    for name in ("firstname", "lastname", "email", "company", "phone"):
        assert all(contact.properties.get(name) for contact in contacts)
    assert len({contact.properties["email"] for contact in contacts}) == len(contacts)
    assert len({contact.properties["company"] for contact in contacts}) > 100
    assert any(contact.properties["firstname"] == "Åsa" for contact in contacts)
    assert all(contact.properties["email"].endswith(".example") for contact in contacts)


def test_a_second_start_changes_nothing_but_the_address(tmp_path: Path) -> None:
    """On a filled database only the apps' redirect URIs follow the server's address."""
    first = _made(tmp_path)
    before = first.store.read(_everything)
    asyncio.run(first.store.close())
    second = _made(tmp_path, "http://127.0.0.1:9999")
    after = second.store.read(_everything)
    apps = second.store.read(lambda tx: tx.apps.all())
    asyncio.run(second.store.close())
    assert [part for part in after if part is not after[1]] == [part for part in before if part is not before[1]]
    assert all(any("127.0.0.1:9999" in uri for uri in app.redirect_uris) for app in apps)


def test_the_audit_tells_how_it_came_about(world: Services) -> None:
    """Accounts and people of the demo stand in the chain like any others."""
    acts = [row.entry.act.value for row in world.store.read(lambda tx: tx.audit.rows(HAV, limit=100))]
    assert acts.count("account.created") == 1
    assert acts.count("user.created") == 5


def test_each_app_has_a_developer_of_no_account(world: Services) -> None:
    """Whoever develops an app of the demo signs in like everybody and belongs to no account."""
    (password_hash,) = {member.user.password_hash for member in _members(world)}
    for app_id in (ORDERLY, FORMWORK, RINGLANE):
        (developer,) = world.store.read(lambda tx, app_id=app_id: developers_of(tx, app_id))
        assert developer.password_hash == password_hash
        assert list(world.store.read(lambda tx, who=developer.id: tx.people.memberships(who))) == []
