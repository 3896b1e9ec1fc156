"""Users of the account, their roles and teams. An app acts with its installer's authority, under the rules of the page
Users & Teams: nobody gives what they do not hold, and the last Super Admin stays.
"""

from msgspec import UNSET

from admittance.catalogue.model import Catalogue
from admittance.core.duties import Duty
from admittance.core.policy import Policy
from admittance.crm.access import Caller, write
from admittance.crm.association_answers import ListOf
from admittance.crm.bodies import reader
from admittance.crm.people_answers import (
    AskedAnswer,
    NewUserBody,
    RoleAnswer,
    TeamOfAccount,
    UserAnswer,
    UserChangeBody,
    UsersAnswer,
)
from admittance.crm.people_refusals import cannot_see_people, refused_person
from admittance.crm.problem import Problem, invalid
from admittance.crm.queries import next_page, read_place, read_query
from admittance.crm.refusals import not_found
from admittance.explain.languages import Language
from admittance.http.errors import rate_limited
from admittance.http.invitations import invitation_link, mail_invitation
from admittance.http.request import Request
from admittance.http.response import Response, empty_response, json_response
from admittance.http.services import Services
from admittance.usecases.crm.list_owners import find_owner
from admittance.usecases.crm.locating import read_id
from admittance.usecases.crm.object_types import ScopeSets
from admittance.usecases.people.answers import Changed, Unchanged
from admittance.usecases.people.change_user import ChangedUser, UserChange, change_user
from admittance.usecases.people.invite_user import (
    Asked,
    Invitation,
    Invited,
    InviteOutcome,
    TooManyInvited,
    invite_user,
)
from admittance.usecases.people.leave import Gone, Removed, remove_from_account
from admittance.usecases.people.list_members import sees_people
from admittance.usecases.ports import Transaction
from admittance.usecases.records import Member, User

USUALLY_LISTED = 100
LONGEST_NAME = 80
TEAMS_WRITE: ScopeSets = (("settings.users.teams.write",),)
"""What putting somebody into a team takes besides."""

_read_new = reader(NewUserBody)
_read_change = reader(UserChangeBody)


async def list_users(services: Services, request: Request, caller: Caller) -> Response | Problem:
    """A page of the account's active people, by id."""
    query = read_query(request)
    if isinstance(query, Problem):
        return query
    place = read_place(query.parameters, usual=USUALLY_LISTED, most=USUALLY_LISTED)
    if isinstance(place, Problem):
        return place
    if (problem := _unseen(services, caller)) is not None:
        return problem
    members = services.store.read(
        lambda tx: tx.people.members_after(caller.account_id, place.after, place.limit + 1, active=True)
    )
    after = members[place.limit - 1].user.id if len(members) > place.limit else None
    paging = next_page(services.settings.base_url, request, query.parameters, after)
    return json_response(UsersAnswer([_answer(one) for one in members[: place.limit]], paging))


async def get_user(services: Services, request: Request, caller: Caller) -> Response | Problem:
    """One of them, by id or e-mail address."""
    if (problem := _unseen(services, caller)) is not None:
        return problem
    wanted = services.store.read(lambda tx: _named(tx, request))
    if isinstance(wanted, Problem):
        return wanted
    found = services.store.read(lambda tx: find_owner(tx, caller.account_id, wanted))
    return _nobody(request) if found is None else json_response(_answer(found))


async def add_user(services: Services, request: Request, caller: Caller) -> Response | Problem:
    """Add a person to the account, and tell them if asked to."""
    body = _read_new(request)
    if isinstance(body, Problem):
        return body
    if body.secondary_team_ids:
        return _one_team()
    secret, invitation = services.new_secret(), _invitation(body)
    needed = caller.needing(TEAMS_WRITE) if body.primary_team_id else caller

    def act(tx: Transaction) -> tuple[InviteOutcome, Member | None] | Problem:
        problem = _unknown(tx, services.catalogue, caller.account_id, body.role_id, body.primary_team_id)
        if problem is not None:
            return problem
        done = invite_user(
            tx,
            services.catalogue,
            caller.account_id,
            caller.access.user_id,
            invitation,
            secret=secret,
            now=caller.now,
            most=services.settings.invitations_per_day,
            app_id=caller.access.app.id,
        )
        return done, _member(tx, caller.account_id, done.user.id) if isinstance(done, Invited) else None

    outcome = await write(services, needed, act)
    if isinstance(outcome, Problem):
        return outcome
    done, member = outcome
    if isinstance(done, Asked):
        return json_response(AskedAnswer(done.email), 202)
    if isinstance(done, TooManyInvited):
        return rate_limited(request, "DAILY", -(-done.wait // 1000))
    if not isinstance(done, Invited) or member is None:
        return refused_person(services.catalogue, done, _nobody(request))
    if body.send_welcome_email:
        await _welcome(services, caller, done, secret)
    return json_response(_answer(member), 201)


async def put_user(services: Services, request: Request, caller: Caller) -> Response | Problem:
    """Give a person a permission set in place of their rights, or another team."""
    body = _read_change(request)
    if isinstance(body, Problem):
        return body
    if body.secondary_team_ids:
        return _one_team()
    change = UserChange(permission_set=body.role_id, team=body.primary_team_id)
    needed = caller if change.team is UNSET else caller.needing(TEAMS_WRITE)

    def act(tx: Transaction) -> tuple[ChangedUser, Member | None] | Problem:
        user_id = _named(tx, request)
        if isinstance(user_id, Problem):
            return user_id
        actor_id, at, app_id = caller.access.user_id, caller.now, caller.access.app.id
        done = change_user(tx, services.catalogue, caller.account_id, actor_id, user_id, change, now=at, app_id=app_id)
        return done, _member(tx, caller.account_id, user_id)

    outcome = await write(services, needed, act)
    if isinstance(outcome, Problem):
        return outcome
    done, member = outcome
    if not isinstance(done, Changed | Unchanged) or member is None:
        return refused_person(services.catalogue, done, _nobody(request))
    return json_response(_answer(member))


async def delete_user(services: Services, request: Request, caller: Caller) -> Response | Problem:
    """Take a person out of the account."""

    def act(tx: Transaction) -> Removed | Problem:
        user_id = _named(tx, request)
        if isinstance(user_id, Problem):
            return user_id
        actor_id, app_id, policy = caller.access.user_id, caller.access.app.id, services.catalogue.policy
        return remove_from_account(tx, policy, caller.account_id, actor_id, user_id, app_id=app_id)

    done = await write(services, caller, act)
    if isinstance(done, Problem):
        return done
    return empty_response() if isinstance(done, Gone) else refused_person(services.catalogue, done, _nobody(request))


async def list_roles(services: Services, request: Request, caller: Caller) -> Response | Problem:
    """The permission sets that there are."""
    catalogue, policy = services.catalogue, services.catalogue.policy
    roles = [
        RoleAnswer(id=one.id, name=one.label.en, requires_billing_write=_bills(policy, policy.rights(one.grants)))
        for one in catalogue.sets.values()
    ]
    return json_response(ListOf(roles))


async def list_teams(services: Services, request: Request, caller: Caller) -> Response | Problem:
    """The account's teams with their people."""
    if (problem := _unseen(services, caller)) is not None:
        return problem
    names, members = services.store.read(
        lambda tx: (tx.accounts.teams(caller.account_id), tx.people.members(caller.account_id))
    )
    people: dict[str, list[str]] = {name: [] for name in names}
    for member in members:
        if member.membership.team is not None and member.membership.active and member.user.active:
            people[member.membership.team].append(str(member.user.id))
    teams = [TeamOfAccount(id=name, name=name, user_ids=ids, secondary_user_ids=[]) for name, ids in people.items()]
    return json_response(ListOf(teams))


def _unseen(services: Services, caller: Caller) -> Problem | None:
    """What keeps the installer from seeing people; None where nothing does."""
    policy, viewer_id = services.catalogue.policy, caller.access.user_id
    seen = services.store.read(lambda tx: sees_people(tx, policy, caller.account_id, viewer_id))
    return None if seen else cannot_see_people()


def _named(tx: Transaction, request: Request) -> int | Problem:
    """The id that the address names: itself, or that of an e-mail address (`idProperty=EMAIL`)."""
    query, text = read_query(request), request.path_values["user_id"]
    if isinstance(query, Problem):
        return query
    by = (query.id_property or "USER_ID").upper()
    if by not in ("USER_ID", "EMAIL"):
        return invalid("idProperty is USER_ID or EMAIL", about=("idProperty",))
    if by == "EMAIL":
        user = tx.people.by_email(text)
        return _nobody(request) if user is None else user.id
    return read_id(text) or _nobody(request)


def _member(tx: Transaction, account_id: int, user_id: int) -> Member | None:
    membership, user = tx.people.membership(account_id, user_id), tx.people.user(user_id)
    return None if membership is None or user is None else Member(membership, user)


def _invitation(body: NewUserBody) -> Invitation:
    return Invitation(
        email=body.email,
        first_name=body.first_name[:LONGEST_NAME],
        last_name=body.last_name[:LONGEST_NAME],
        permission_set=body.role_id,
        team=body.primary_team_id,
    )


def _unknown(
    tx: Transaction, catalogue: Catalogue, account_id: int, role_id: str | None, team: str | None
) -> Problem | None:
    if role_id is not None and role_id not in catalogue.sets:
        return invalid("There is no role of this id", about=("roleId",))
    if team is not None and team not in tx.accounts.teams(account_id):
        return invalid("There is no team of this id", about=("primaryTeamId",))
    return None


async def _welcome(services: Services, caller: Caller, done: Invited, secret: str) -> None:
    by: User | None = services.store.read(lambda tx: tx.people.user(caller.access.user_id))
    if by is not None:
        link = invitation_link(services.settings.base_url, done, secret)
        await mail_invitation(services, by, done, link, Language(services.settings.default_language))


def _answer(member: Member) -> UserAnswer:
    membership, user = member.membership, member.user
    role = membership.permission_set
    return UserAnswer(
        id=str(user.id),
        email=user.email,
        first_name=user.first_name,
        last_name=user.last_name,
        super_admin=membership.super_admin,
        role_id=UNSET if role is None else role,
        role_ids=[] if role is None else [role],
        primary_team_id=UNSET if membership.team is None else membership.team,
        secondary_team_ids=[],
    )


def _bills(policy: Policy, rights: int) -> bool:
    return policy.may(rights, Duty.EDIT_PLAN)


def _nobody(request: Request) -> Problem:
    return not_found([request.path_values.get("user_id", "")])


def _one_team() -> Problem:
    return invalid("A person is in one team at most: name it as primaryTeamId", about=("secondaryTeamIds",))
