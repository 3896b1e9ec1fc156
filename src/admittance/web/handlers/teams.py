"""Teams, and the permission sets that the catalogue has."""

from collections.abc import Callable
from typing import assert_never
from urllib.parse import urlencode

from admittance.core.policy import Policy
from admittance.core.requirements import Right
from admittance.http.headers import see_other
from admittance.http.parameters import Parameters
from admittance.http.problems import NOT_FOUND, HttpProblem, ProblemKind
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.routes import Handler
from admittance.http.services import Services
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.answers import MayNot
from admittance.usecases.people.list_members import Members
from admittance.usecases.people.teams import (
    LONGEST_NAME,
    NameTaken,
    NoName,
    NoSuchTeam,
    TeamChanged,
    TeamOutcome,
    add_team,
    remove_team,
    rename_team,
)
from admittance.usecases.ports import Transaction
from admittance.usecases.records import User
from admittance.web.form import Refuse, posted
from admittance.web.handlers.signing_in import form_page
from admittance.web.handlers.users import members_of
from admittance.web.pages.frame import Notice, Section, Tone
from admittance.web.pages.parts import avatar
from admittance.web.pages.teams import PermissionSetsPage, SetRow, TeamRow, TeamsPage
from admittance.web.present.reader import Reader
from admittance.web.present.users import tabs
from admittance.web.present.users_editor import right_words
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin, here, page, query

_NOT_ALLOWED = HttpProblem(ProblemKind.FORBIDDEN, "This person may not change teams.")
_SHOWN = 5
"""Circles of a team's row."""


async def teams(services: Services, request: Request) -> Response:
    """GET /accounts/{hub_id}/teams."""
    visit = await begin(services, request)
    user = visit.user
    return form_page(visit, next_path=here(request)) if user is None else _teams(visit, user)


def _teams(visit: Visit, user: User, *, problem: str = "", typed: str = "", status: int = 200) -> Response:
    shown = members_of(visit, user)
    if isinstance(shown, NotThere):
        return problem_page(visit, NOT_FOUND)
    base = f"/accounts/{shown.account.id}/teams"
    model = TeamsPage(
        tabs=tabs(visit.reader, shown, "teams"),
        rows=tuple(_row(shown, name) for name in shown.teams),
        add_action=base if shown.may_edit else "",
        rename_action=f"{base}/rename" if shown.may_edit else "",
        remove_action=f"{base}/remove" if shown.may_edit else "",
        problem=problem,
        typed=typed,
    )
    done = query(visit).get("done") == "saved" and not problem
    notice = Notice(Tone.DONE, visit.gettext("Saved.")) if done else None
    return page(visit, model, status, account=shown.account, section=Section.USERS, notice=notice, return_to=base)


def _row(shown: Members, name: str) -> TeamRow:
    people = [one.member.user for one in shown.members if one.member.membership.team == name]
    return TeamRow(
        name=name,
        people=tuple(avatar(one.id, one.name) for one in people[:_SHOWN]),
        members=len(people),
        users_url=f"/accounts/{shown.account.id}/users?{urlencode({'team': name})}",
    )


async def permission_sets(services: Services, request: Request) -> Response:
    """GET /accounts/{hub_id}/permission-sets."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    shown = members_of(visit, user)
    if isinstance(shown, NotThere):
        return problem_page(visit, NOT_FOUND)
    model = PermissionSetsPage(
        tabs=tabs(visit.reader, shown, "sets"),
        rows=tuple(_set_row(visit.reader, shown, one) for one in visit.services.catalogue.sets),
    )
    return page(visit, model, account=shown.account, section=Section.USERS)


def _set_row(reader: Reader, shown: Members, permission_set: str) -> SetRow:
    names = reader.catalogue.labels(reader.language.value)
    having = [one for one in shown.members if one.member.membership.permission_set == permission_set]
    people = [one for one in having if not one.member.membership.super_admin]
    grants = reader.catalogue.sets[permission_set].grants
    return SetRow(
        id=permission_set,
        name=names.permission_set(permission_set),
        about=names.permission_set_about(permission_set),
        people=len(people),
        users_url=f"/accounts/{shown.account.id}/users?{urlencode({'access': permission_set})}",
        grants=right_words(reader, (Right(name, level) for name, level in grants.items())),
    )


def _take(act: Callable[[Transaction, Policy, int, int, Parameters], TeamOutcome]) -> Handler:
    async def handler(services: Services, request: Request) -> Response:
        visit = await begin(services, request)
        user, sent = visit.user, posted(visit)
        if isinstance(sent, Refuse):
            return sent.response
        if user is None:
            return see_other("/sign-in")
        account_id, policy = int(request.path_values["hub_id"]), services.catalogue.policy
        outcome = await services.store.write(lambda tx: act(tx, policy, account_id, user.id, sent))
        return _after(visit, user, outcome, sent)

    return handler


def _name(sent: Parameters, field: str) -> str:
    return sent.raw(field) or ""


take_add = _take(lambda tx, policy, account, actor, sent: add_team(tx, policy, account, actor, _name(sent, "name")))
take_rename = _take(
    lambda tx, policy, account, actor, sent: rename_team(
        tx, policy, account, actor, _name(sent, "team"), _name(sent, "name")
    )
)
take_remove = _take(
    lambda tx, policy, account, actor, sent: remove_team(tx, policy, account, actor, _name(sent, "team"))
)


def _after(visit: Visit, user: User, outcome: TeamOutcome, sent: Parameters) -> Response:
    typed = _name(sent, "name")
    match outcome:
        case TeamChanged():
            return see_other(f"/accounts/{int(visit.request.path_values['hub_id'])}/teams?done=saved")
        case NameTaken():
            problem = visit.gettext("There is a team of that name already.")
            return _teams(visit, user, problem=problem, typed=typed, status=409)
        case NoName():
            problem = visit.gettext("Write a name of at most %(num)s characters.") % {"num": LONGEST_NAME}
            return _teams(visit, user, problem=problem, typed=typed, status=400)
        case NoSuchTeam():
            return _teams(visit, user, problem=visit.gettext("That team isn't there any more."), status=409)
        case MayNot():
            return problem_page(visit, _NOT_ALLOWED)
        case NotThere():
            return problem_page(visit, NOT_FOUND)
        case _:
            assert_never(outcome)
