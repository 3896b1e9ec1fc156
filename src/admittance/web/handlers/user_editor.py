"""Edit: the permission editor of one person."""

from typing import assert_never

from msgspec import Struct

from admittance.core.duties import Duty
from admittance.core.requirements import Right
from admittance.core.whole_number import whole_number
from admittance.explain.people import all_of
from admittance.http.headers import see_other
from admittance.http.problems import NOT_FOUND
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.usecases.case_name import case_name, case_number
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.answers import Changed, Hindrance, MayNot, NotHeld, Stale, Unchanged
from admittance.usecases.people.case_needs import case_needs, with_needs
from admittance.usecases.people.edit_rights import Wanted, edit_rights, result_of
from admittance.usecases.people.effects import effects_of
from admittance.usecases.people.list_members import acts_on
from admittance.usecases.people.rules import PersonAct
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, rights_of
from admittance.usecases.records import Account, Member, Membership, User
from admittance.web.form import Refuse, posted
from admittance.web.handlers.signing_in import form_page
from admittance.web.handlers.users import back_to_list, may_not_status, may_not_words
from admittance.web.pages.frame import Section
from admittance.web.pages.parts import avatar
from admittance.web.pages.permission_editor import PermissionEditorPage
from admittance.web.people_form import MORE_FIELDS, read_wanted
from admittance.web.present.users import hindrance_words
from admittance.web.present.users_editor import (
    Sheet,
    count_changes,
    differences,
    right_words,
    sections,
    set_options,
    team_options,
    toggle_ids,
)
from admittance.web.present.users_effects import effect_lines
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin, here, page, query


class _Opened(Struct, frozen=True, kw_only=True):
    """Whom the editor is about, and what hinders the reader from saving."""

    account: Account
    member: Member
    why_not: Hindrance | None


class _Draft(Struct, frozen=True, kw_only=True):
    """What the form says, and what became of a save: nothing yet where all are empty."""

    wanted: Wanted
    problem: str = ""
    missing: tuple[Right, ...] = ()
    stale: bool = False
    notice: str = ""


async def edit(services: Services, request: Request) -> Response:
    """GET /accounts/{hub_id}/users/{user_id}/edit. With `case` what that case needs is filled in, not saved."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    name = query(visit).get("case")
    return _editor(visit, user, services.store.read(lambda tx: _for_case(tx, visit, name)) if name else None)


def _for_case(tx: Transaction, visit: Visit, name: str) -> _Draft | None:
    services, case_id = visit.services, case_number(name)
    account_id, user_id = (int(visit.request.path_values[part]) for part in ("hub_id", "user_id"))
    policy, before = services.catalogue.policy, tx.people.membership(account_id, user_id)
    if before is None or case_id is None:
        return None
    needs = case_needs(tx, policy, account_id, user_id, case_id, services.clock.now())
    if needs is None:
        return None
    wanted = Wanted(
        rights=with_needs(policy, before.rights, needs), permission_set=before.permission_set, team=before.team
    )
    named = all_of(right_words(visit.reader, needs.rights), visit.reader.words)
    said = visit.gettext("Case %(case)s needs %(permissions)s. That is set below; nothing is saved yet.")
    return _Draft(wanted=wanted, notice=said % {"case": case_name(needs.case.id), "permissions": named})


async def take_edit(services: Services, request: Request) -> Response:
    """POST the same: `do` is save, or show for a look at what saving would do. Showing changes nothing."""
    visit = await begin(services, request)
    catalogue = services.catalogue
    user, sent = visit.user, posted(visit, more=len(catalogue.permissions) + MORE_FIELDS)
    if isinstance(sent, Refuse):
        return sent.response
    if user is None:
        return see_other("/sign-in")
    account_id, user_id = int(request.path_values["hub_id"]), int(request.path_values["user_id"])
    wanted, seen = read_wanted(catalogue, sent), whole_number(sent.get("version"))
    if sent.get("do") == "show":
        return _editor(visit, user, _Draft(wanted=wanted))
    version = -1 if seen is None else seen  # nobody has that version: a form that names none overwrites nothing
    now = services.clock.now()
    outcome = await services.store.write(
        lambda tx: edit_rights(tx, catalogue, account_id, user.id, user_id, wanted, version=version, now=now)
    )
    match outcome:
        case Changed():
            return back_to_list(account_id, sent, "saved", user_id)
        case Unchanged():
            return back_to_list(account_id, sent, "same")
        case NotHeld():
            problem = visit.gettext("You can only give what you have yourself. You don't have:")
            return _editor(visit, user, _Draft(wanted=wanted, problem=problem, missing=outcome.rights), status=403)
        case Stale():
            problem = visit.gettext("Someone else saved this person meanwhile. Compare, then save again.")
            return _editor(visit, user, _Draft(wanted=wanted, problem=problem, stale=True), status=409)
        case MayNot():
            problem = may_not_words(visit, outcome)
            return _editor(visit, user, _Draft(wanted=wanted, problem=problem), status=may_not_status(outcome))
        case NotThere():
            return problem_page(visit, NOT_FOUND)
        case _:
            assert_never(outcome)


def _editor(visit: Visit, user: User, draft: _Draft | None = None, *, status: int = 200) -> Response:
    opened = visit.services.store.read(lambda tx: _open(tx, visit, user))
    if opened is None:
        return problem_page(visit, NOT_FOUND)
    if draft is not None and draft.notice and opened.why_not is not None:
        draft = None  # what a case needs is for those who can give it
    model = visit.services.store.read(lambda tx: _model(tx, visit, opened, draft))
    here_again = f"/accounts/{opened.account.id}/users/{opened.member.user.id}/edit"
    return page(visit, model, status, account=opened.account, section=Section.USERS, return_to=here_again)


def _open(tx: Transaction, visit: Visit, user: User) -> _Opened | None:
    account_id, user_id = (int(visit.request.path_values[name]) for name in ("hub_id", "user_id"))
    found, person = active_member(tx, account_id, user.id), tx.people.user(user_id)
    membership = tx.people.membership(account_id, user_id)
    if found is None or membership is None or person is None:
        return None
    policy = visit.services.catalogue.policy
    rights = rights_of(policy, found.membership)
    if not policy.may(rights, Duty.SEE_PEOPLE):
        return None
    member = Member(membership, person)
    acts = acts_on(tx, found.membership, member, may_edit=policy.may(rights, Duty.EDIT_PEOPLE))
    return _Opened(account=found.account, member=member, why_not=acts[PersonAct.EDIT])


def _model(tx: Transaction, visit: Visit, opened: _Opened, draft: _Draft | None) -> PermissionEditorPage:
    reader, account, person = visit.reader, opened.account, opened.member.user
    before, catalogue = opened.member.membership, visit.services.catalogue
    after = before if draft is None else result_of(tx, catalogue, before, draft.wanted)
    sheet = Sheet(reader=reader, stored=before.rights, wanted=after.rights)
    changes = count_changes(before, after)
    effects = effects_of(tx, catalogue.policy, account, before, after, visit.services.clock.now())
    return PermissionEditorPage(
        person=avatar(person.id, person.name or person.email),
        email=person.email,
        action=f"/accounts/{account.id}/users/{person.id}/edit",
        cancel_url=f"/accounts/{account.id}/users",
        version=before.version,
        may_save=opened.why_not is None,
        notices=((draft.notice,) if draft and draft.notice else ()) + _notices(visit, opened),
        set_options=set_options(reader, after.permission_set),
        set_was=after.permission_set or "",
        set_about=reader.catalogue.labels(reader.language.value).permission_set_about(after.permission_set or ""),
        team_options=team_options(reader, tx.accounts.teams(account.id), after.team),
        sections=sections(sheet),
        shown_toggles=" ".join(toggle_ids(sheet)),
        changes=changes,
        changes_words=_changes_words(visit, changes, person.first_name or person.name),
        effects=effect_lines(reader, effects, person.name, account.drift_policy) if changes else (),
        effects_words=_effects_words(visit, before, changes, touched=bool(effects)),
        problem=draft.problem if draft else "",
        missing=right_words(reader, draft.missing) if draft else (),
        differences=differences(reader, opened.member, draft.wanted, after.rights) if draft and draft.stale else (),
    )


def _notices(visit: Visit, opened: _Opened) -> tuple[str, ...]:
    words, person = visit.reader.words, opened.member.user
    notices = []
    if opened.why_not is not None:
        notices.append(hindrance_words(opened.why_not, person.name, words))
    if opened.member.membership.super_admin:
        said = words.gettext(
            "%(person)s is a Super Admin and holds every permission. What stands here counts when that is removed."
        )
        notices.append(said % {"person": person.name})
    if not opened.member.membership.active:
        said = words.gettext("%(person)s is deactivated. What stands here counts when they are active again.")
        notices.append(said % {"person": person.name})
    return tuple(notices)


def _changes_words(visit: Visit, changes: int, first_name: str) -> str:
    words = visit.reader.words
    if not changes:
        return words.gettext("No changes yet.")
    count = words.ngettext("%(num)s change.", "%(num)s changes.", changes) % {"num": changes}
    after = words.ngettext(
        "It counts at the next decision; %(person)s doesn't need to sign out.",
        "They count at the next decision; %(person)s doesn't need to sign out.",
        changes,
    )
    return f"{count} {after % {'person': first_name}}"


def _effects_words(visit: Visit, before: Membership, changes: int, *, touched: bool) -> str:
    if not changes:
        return visit.gettext("Change something to see what it does for the connected apps.")
    if before.super_admin or not before.active:
        return visit.gettext("Nothing for now: the connected apps don't see this change yet.")
    return "" if touched else visit.gettext("Nothing changes for the connected apps.")
