"""The addresses of the account itself: its people, and the app's own place in it."""

from collections.abc import Iterator

from admittance.crm import people, told
from admittance.crm.access import Act
from admittance.crm.association_answers import ListOf
from admittance.crm.installs import uninstall_app
from admittance.crm.operation import api_route
from admittance.crm.people_answers import (
    AskedAnswer,
    NewUserBody,
    RoleAnswer,
    TeamOfAccount,
    UserAnswer,
    UserChangeBody,
    UsersAnswer,
)
from admittance.http.routes import Answer, Route
from admittance.usecases.crm.object_types import ScopeSets

_USERS = ("/settings/v3/users", "/settings/users/{month:month}", "/settings/{month:month}/users")

USERS_READ: ScopeSets = (("settings.users.read",), ("settings.users.write",))
USERS_WRITE: ScopeSets = (("settings.users.write",),)
TEAMS_READ: ScopeSets = (("settings.users.teams.read",), ("settings.users.teams.write",))
ANY_TOKEN: ScopeSets = (("oauth",),)

_BY = (told.ID_PROPERTY,)
_PARAMETERS = {"list": (told.limit(100), told.AFTER), "get": _BY, "change": _BY, "remove": _BY}


def settings_routes() -> Iterator[Route]:
    """The addresses of users, permission sets (roles on the wire) and teams, and the app's own uninstall."""
    user, found = Answer(200, "The user as they are now.", UserAnswer), Answer(200, "The user.", UserAnswer)
    page = Answer(200, "A page.", UsersAnswer)
    roles, teams = Answer(200, "All.", ListOf[RoleAnswer]), Answer(200, "All.", ListOf[TeamOfAccount])
    new = Answer(201, "The new user.", UserAnswer), Answer(202, "Somebody on the server already is asked.", AskedAnswer)
    gone = Answer(204, "They are out of the account.")
    one, reads = "/{user_id}", (400, 401, 403)
    some, changes = (400, 401, 403, 404), (400, 401, 403, 404, 409)
    act = people
    yield _users("list", "GET", "", USERS_READ, act.list_users, "List the account's users by id.", page, reads)
    yield _users("add", "POST", "", USERS_WRITE, act.add_user, "Add a user.", new, changes, NewUserBody)
    yield _users("roles", "GET", "/roles", USERS_READ, act.list_roles, "List permission sets.", roles, reads)
    yield _users("teams", "GET", "/teams", TEAMS_READ, act.list_teams, "List teams with their people.", teams, reads)
    yield _users("get", "GET", one, USERS_READ, act.get_user, "Read a user by id or e-mail.", found, some)
    about = "Give a user another permission set, or another team."
    yield _users("change", "PUT", one, USERS_WRITE, act.put_user, about, user, changes, UserChangeBody)
    about = "Take a user out of the account."
    yield _users("remove", "DELETE", one, USERS_WRITE, act.delete_user, about, gone, some)
    yield api_route(
        "installs.remove",
        ("DELETE",),
        ("/appinstalls/v3/external-install", "/appinstalls/{month:month}/external-install"),
        ANY_TOKEN,
        uninstall_app,
        about="Uninstall the app that calls, with all its connections in the account.",
        answers=(Answer(204, "It is uninstalled; every token of it in this account is over."),),
        errors=(401, 404),
    )


def _users(
    name: str,
    method: str,
    tail: str,
    scopes: ScopeSets,
    act: Act,
    about: str,
    answer: Answer | tuple[Answer, ...],
    errors: tuple[int, ...],
    body: type | None = None,
) -> Route:
    return api_route(
        f"users.{name}",
        (method,),
        [room + tail for room in _USERS],
        scopes,
        act,
        about=about,
        answers=answer if isinstance(answer, tuple) else (answer,),
        errors=errors,
        body=body,
        parameters=_PARAMETERS.get(name, ()),
    )
