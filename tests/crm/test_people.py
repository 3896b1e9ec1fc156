"""Users, roles and teams through the API: an app may do what its installer may, and no more."""

from typing import Any

import pytest
from msgspec.structs import replace

from admittance.core.levels import Level
from admittance.core.lifetimes import DAY
from admittance.usecases.people.invite_user import Invitation, Invited, InviteOutcome, TooManyInvited, invite_user
from admittance.usecases.ports import Transaction
from tests.crm.world import A1, A2, APP, ASA, BO, EVA, PEOPLE, Client, World

pytestmark = pytest.mark.anyio

USERS = "/settings/v3/users"


async def _rights(world: World, user_id: int, *, super_admin: bool = False, **rights: Level) -> None:
    def give(tx: Transaction) -> None:
        own = {name.replace("__", "."): level for name, level in rights.items()}
        tx.people.set_rights(A1, user_id, super_admin=super_admin, permission_set=None, rights=own)

    await world.services.store.write(give)


@pytest.fixture
async def client(world: World) -> Client:
    """An app connected by a Super Admin."""
    await _rights(world, ASA, super_admin=True)
    return await world.client(PEOPLE)


async def test_users_are_listed_in_pages(client: Client) -> None:
    """Each active member by id, with role and team; the cursor goes on after the last."""
    first = (await client.get(f"{USERS}/?limit=1")).json()
    second = (await client.get(f"{USERS}?limit=1&after={first['paging']['next']['after']}")).json()
    assert first["results"] == [
        {
            "id": str(ASA),
            "email": "asa@example.com",
            "firstName": "Åsa",
            "lastName": "Öberg",
            "superAdmin": True,
            "roleIds": [],
            "primaryTeamId": "North",
            "secondaryTeamIds": [],
            "sendWelcomeEmail": False,
        }
    ]
    assert [one["id"] for one in second["results"]] == [str(BO)]
    assert "paging" not in second
    assert (await client.get(f"{USERS}?limit=101")).status_code == 400
    assert (await client.get(f"{USERS}?after=x")).status_code == 400


async def test_a_user_is_found_by_id_and_by_email(client: Client) -> None:
    """Another account's person, nobody and nonsense are one 404."""
    by_id = await client.get(f"{USERS}/{BO}")
    assert by_id.json()["email"] == "bo@example.com"
    assert (await client.get(f"{USERS}/BO@example.com?idProperty=EMAIL")).json() == by_id.json()
    for nobody in (str(EVA), "999", "x", "eva@example.com?idProperty=EMAIL", "no@example.com?idProperty=EMAIL"):
        assert (await client.get(f"{USERS}/{nobody}")).status_code == 404
    assert (await client.get(f"{USERS}/{BO}?idProperty=SHOE_SIZE")).status_code == 400


async def test_a_user_is_added_changed_and_removed(world: World, client: Client) -> None:
    """201, 200, 204, then 404; a role replaces the person's rights, a team is one of the account's."""
    roles = (await client.get(f"{USERS}/roles")).json()["results"]
    assert {"id", "name", "requiresBillingWrite"} == set(roles[0])
    role = roles[0]["id"]
    body = {"email": "new@example.com", "firstName": "Nils", "roleId": role, "primaryTeamId": "North"}
    made = await client.post(f"{USERS}/", body)
    assert (made.status_code, made.json()["roleIds"], made.json()["primaryTeamId"]) == (201, [role], "North")
    one = f"{USERS}/{made.json()['id']}"

    changed = await client.call("PUT", f"{one}?idProperty=USER_ID", json={"primaryTeamId": None})
    assert "primaryTeamId" not in changed.json()
    other = await client.call("PUT", one, json={"roleId": roles[1]["id"]})
    assert other.json()["roleId"] == roles[1]["id"]
    teams = (await client.get(f"{USERS}/teams")).json()["results"]
    assert teams == [{"id": "North", "name": "North", "userIds": [str(ASA)], "secondaryUserIds": []}]
    assert [(await client.call("DELETE", one)).status_code for _ in range(2)] == [204, 404]
    assert (await client.get(one)).status_code == 404
    by_app = [row for row in world.audit() if row["act"] in ("user.created", "user.membership_changed")]
    assert [(row["app_id"], row["connection_of"]) for row in by_app] == [(APP, ASA)] * 4


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"email": "no address"}, 400),
        ({"email": "n@example.com", "roleId": "king"}, 400),
        ({"email": "n@example.com", "primaryTeamId": "Nowhere"}, 400),
        ({"email": "n@example.com", "secondaryTeamIds": ["North"]}, 400),
        ({"email": "bo@example.com"}, 409),
        ({}, 400),
    ],
)
async def test_an_invitation_that_makes_no_sense_is_refused(client: Client, body: dict[str, Any], status: int) -> None:
    """400 or 409, and nobody new is there."""
    assert (await client.post(USERS, body)).status_code == status
    assert len((await client.get(USERS)).json()["results"]) == 2


async def test_somebody_on_the_server_is_asked_first(client: Client) -> None:
    """202 with nothing of them but the address that was sent; they are no user of the account."""
    asked = await client.post(USERS, {"email": "eva@example.com", "firstName": "X"})
    assert (asked.status_code, asked.json()) == (202, {"email": "eva@example.com", "status": "INVITED"})
    assert len((await client.get(USERS)).json()["results"]) == 2


async def test_an_app_gives_nothing_its_installer_lacks(world: World) -> None:
    """403 `FORBIDDEN`: rights that are not held, Super Admins, oneself, and people who may not be seen."""
    await _rights(world, BO, account__users__view=Level.ON, account__users__edit=Level.ON)
    client = await world.client(PEOPLE, user=BO)
    roles = [one["id"] for one in (await client.get(f"{USERS}/roles")).json()["results"]]
    refused = await client.post(USERS, {"email": "n@example.com", "roleId": roles[0]})
    assert (refused.status_code, refused.json()["category"]) == (403, "FORBIDDEN")
    assert "can only give what they have" in refused.json()["message"]

    await _rights(world, ASA, super_admin=True)
    assert (await client.call("DELETE", f"{USERS}/{ASA}")).status_code == 403
    assert (await client.call("DELETE", f"{USERS}/{BO}")).status_code == 403
    assert (await client.call("PUT", f"{USERS}/{ASA}", json={"primaryTeamId": None})).status_code == 403

    await _rights(world, BO)
    hidden = await client.get(USERS)
    assert (hidden.status_code, hidden.json()["category"]) == (403, "FORBIDDEN")
    assert (await client.post(USERS, {"email": "n@example.com"})).status_code == 404


async def test_the_last_super_admin_stays(world: World, client: Client) -> None:
    """A Super Admin can be taken out by another one, the last one never."""
    await _rights(world, BO, super_admin=True)
    app_of_bo = await world.client(PEOPLE, user=BO)
    assert (await app_of_bo.call("DELETE", f"{USERS}/{ASA}")).status_code == 204
    last = await app_of_bo.call("DELETE", f"{USERS}/{BO}")
    assert (last.status_code, last.json()["category"]) == (403, "FORBIDDEN")


async def test_putting_somebody_into_a_team_takes_its_own_scope(world: World) -> None:
    """Without settings.users.teams.write a team is neither given nor taken away."""
    await _rights(world, ASA, super_admin=True)
    client = await world.client(PEOPLE - {"settings.users.teams.write"})
    assert (await client.call("PUT", f"{USERS}/{BO}", json={"primaryTeamId": "North"})).status_code == 403
    assert (await client.post(USERS, {"email": "n@example.com", "primaryTeamId": "North"})).status_code == 403
    assert (await client.post(USERS, {"email": "n@example.com"})).status_code == 201


async def test_an_app_uninstalls_itself(world: World, client: Client) -> None:
    """204; then no token of the app works in this account, whoever connected, and others go on."""
    colleague, other_app = await world.client(user=BO), await world.client(user=BO, app=22)
    elsewhere = await world.client(account=A2, user=EVA)
    await world.services.store.write(lambda tx: tx.installs.record(A1, 21, ASA, PEOPLE, 1))

    path = "/appinstalls/2026-03/external-install"
    assert (await world.call("DELETE", path)).status_code == 401
    assert (await client.call("DELETE", path)).status_code == 204
    for ended in (client, colleague):
        assert (await ended.get("/account-info/v3/details")).status_code == 401
    for live in (other_app, elsewhere):
        assert (await live.get("/account-info/v3/details")).status_code == 200
    # Where it is not installed nothing is changed.
    assert (await elsewhere.call("DELETE", "/appinstalls/v3/external-install/")).status_code == 404
    assert (await elsewhere.get("/account-info/v3/details")).status_code == 200
    row = next(row for row in world.audit() if row["act"] == "app.uninstalled")
    assert row["app_id"] == 21


async def test_a_welcome_is_mailed_only_when_asked_for(world: World, client: Client) -> None:
    """`sendWelcomeEmail` sends the one-time link to the person and shows it to nobody else."""
    sent: list[tuple[str, str]] = []

    class Mail:
        configured = True

        async def send(self, to: str, subject: str, body: str) -> bool:
            sent.append((to, body))
            return True

    world.use(replace(world.services, mail=Mail()))
    quiet = await client.post(USERS, {"email": "quiet@example.com"})
    told = await client.post(USERS, {"email": "told@example.com", "sendWelcomeEmail": True})
    assert (quiet.status_code, told.status_code) == (201, 201)
    ((to, body),) = sent
    assert to == "told@example.com"
    assert "/reset-password/" in body
    assert "/reset-password/" not in told.text


async def test_an_account_invites_so_many_people_a_day(world: World, client: Client) -> None:
    """The next one is 429 with the seconds until tomorrow, and nobody is there; tomorrow they are let through."""
    world.use(replace(world.services, settings=replace(world.services.settings, invitations_per_day=1)))
    bodies = [{"email": f"new{number}@example.com"} for number in range(2)]
    assert (await client.post(USERS, bodies[0])).status_code == 201
    refused = await client.post(USERS, bodies[1])
    assert (refused.status_code, refused.json()["policyName"]) == (429, "DAILY")
    assert 0 < int(refused.headers["retry-after"]) <= 86_400
    assert len((await client.get(USERS)).json()["results"]) == 3
    now = world.services.clock.now()
    assert await world.services.store.write(lambda tx: _invite(tx, world, now)) == TooManyInvited(DAY - now % DAY)
    assert isinstance(await world.services.store.write(lambda tx: _invite(tx, world, now + DAY)), Invited)


def _invite(tx: Transaction, world: World, now: int) -> InviteOutcome:
    whom = Invitation(email="new1@example.com", first_name="", last_name="")
    return invite_user(tx, world.services.catalogue, A1, ASA, whom, secret="s" * 43, now=now, most=1)
