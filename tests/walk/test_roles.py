"""Who may open and send what in their own account (attack case 91): one explicit table, and a page for the rest."""

import pytest

from admittance.http.routes import Audience
from tests.walk.accounts import PARTY_A, A, B
from tests.walk.addresses import Address, addresses, values_of
from tests.walk.walker import Walk, Walker

# What each gets: a member without any right, whoever manages the plan, whoever may edit people, a Super Admin. Forms
# carry the walk's fields, which fit some of them: 400 and 409 are answers to a form that was taken for a look.
ROLES = ("member", "plan_owner", "admin", "super_admin")
TABLE = """
GET  connected_apps      200 200 200 200
POST remove_access       404 404 403 303
POST drift_policy        403 403 403 303
POST ask_consent         404 404 403 303
GET  re_anchor           404 404 403 200
POST take_re_anchor      404 404 403 303
GET  take_over           404 404 404 404
POST answer_take_over    404 404 404 404
GET  ask_uninstall       403 403 403 200
POST uninstall           403 403 403 303
GET  why                 200 200 200 200
GET  why_as_data         400 400 400 400
GET  users               404 404 200 200
GET  invite              404 404 200 200
POST take_invite         404 404 400 400
GET  invitation          404 404 404 404
POST answer_invitation   404 404 404 404
POST invite_again        404 404 200 200
POST withdraw_invitation 404 404 303 303
GET  edit_user           404 404 200 200
POST take_edit_user      404 404 409 409
POST make_super_admin    404 404 403 303
POST remove_super_admin  404 404 303 303
GET  ask_deactivate      404 404 200 200
POST deactivate          404 404 303 303
POST reactivate          404 404 303 303
GET  ask_remove_user     404 404 200 200
POST remove_user         404 404 303 303
GET  ask_leave           200 200 200 200
POST leave               303 303 303 409
GET  teams               404 404 200 200
POST add_team            404 404 400 400
POST rename_team         404 404 400 400
POST remove_team         404 404 409 409
GET  permission_sets     404 404 200 200
GET  contacts            404 404 200 200
GET  contacts_found      204 204 200 200
GET  new_contact         404 404 403 200
POST take_new_contact    404 404 403 303
GET  import_form         404 404 403 200
POST take_import_file    404 404 403 303
GET  one_import          404 404 403 200
POST take_columns        404 404 403 400
POST take_cancel         404 404 403 303
GET  import_events       204 204 204 200
GET  import_report       404 404 403 200
GET  export_page         404 404 403 200
GET  export_csv          404 404 403 200
GET  contact             404 404 200 200
POST take_note           404 404 400 400
GET  edit_contact        404 404 403 200
POST take_edit_contact   404 404 403 409
GET  ask_delete_contact  404 404 403 200
POST take_delete_contact 404 404 403 409
GET  cases               200 200 200 200
GET  cases_events        200 200 200 200
GET  case                200 404 200 200
GET  case_as_data        200 404 200 200
GET  case_events         200 204 200 200
POST ask_for_access      303 404 404 404
POST tell_developer      303 404 404 404
POST approve_case        403 404 409 409
POST decline_case        403 404 400 400
POST revoke_elevation    303 404 303 303
GET  plan                200 200 200 200
GET  ask_plan            404 404 404 404
POST change_plan         403 403 403 403
GET  audit               403 403 403 200
GET  audit_export        403 403 403 200
GET  audit_verify        403 403 403 200
GET  outbox              403 403 200 200
"""
ALLOWED = {
    (method, name): tuple(int(status) for status in statuses)
    for method, name, *statuses in (line.split() for line in TABLE.strip().splitlines())
}

# What the app's developer gets in its console.
CONSOLE_TABLE = """
GET  console             200
GET  console_refusals    200
GET  console_refusal     200
GET  client_secret       200
POST replace_secret      200
POST end_old_secret      303
GET  webhooks            200
GET  webhook_settings    200
POST set_webhook         400
POST remove_webhook      303
GET  webhook_delivery    200
POST send_webhook_again  303
"""
DEVELOPERS = {
    (method, name): int(status)
    for method, name, status in (line.split() for line in CONSOLE_TABLE.strip().splitlines())
}


def _of_account(walk: Walk) -> list[Address]:
    """Every page and form of an account, once."""
    first = {name: values[:1] for name, values in values_of(PARTY_A, walk.filled[A]).items()}
    return [
        one
        for one in addresses(walk.edges, first, "of the first account")
        if one.route.audience is Audience.PEOPLE and "{hub_id:int}" in one.route.path
    ]


def test_every_page_and_form_has_a_row(walk: Walk) -> None:
    """The table is as long as the routes: a new page or form says here for whom it is."""
    assert {(one.method, one.route.name) for one in _of_account(walk)} == set(ALLOWED)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says(walk: Walk, role: str) -> None:
    """No role gets more than its column, and none less."""
    walker, place = walk.people[A][role], ROLES.index(role)
    got = {(one.method, one.route.name): walk.ask(walker, one).status for one in _of_account(walk)}
    assert got == {key: statuses[place] for key, statuses in ALLOWED.items()}


def _of_console(walk: Walk) -> list[Address]:
    """Every page and form of the developer's app, once."""
    first = {name: values[:1] for name, values in values_of(PARTY_A, walk.filled[A]).items()}
    every = addresses(walk.edges, first, "of the developer's app")
    return [one for one in every if one.route.path.startswith("/console")]


def test_the_console_is_its_developers(walk: Walk) -> None:
    """The app's developer gets what the table says; nobody of any account finds anything, whatever they are there."""
    mine = _of_console(walk)
    assert {(one.method, one.route.name): walk.ask(walk.developer, one).status for one in mine} == DEVELOPERS
    others = [*walk.people[A].values(), *walk.people[B].values()]
    assert {walk.ask(walker, one).status for walker in others for one in mine} == {404}


def test_outside_the_account_nothing_is_there(walk: Walk) -> None:
    """Somebody of another account, whatever they are there, and the app's developer find nothing; what a script asks
    for again by itself tells them to stop.
    """
    strangers = (*walk.people[B].values(), walk.developer)
    got = {(walker.name, str(one)): walk.ask(walker, one).status for walker in strangers for one in _of_account(walk)}
    # Outside the demo world nobody changes a plan; a question that is not whole is not looked into.
    same_for_all = {"change_plan": 403, "why_as_data": 400}
    unlike = {key for key, status in got.items() if status not in (204, 404, same_for_all.get(key[1].split()[1]))}
    assert unlike == set()


def test_without_a_session_there_is_only_the_way_to_one(walk: Walk) -> None:
    """Nobody is shown the sign-in form, or told to sign in; forms without a session's token are not taken."""
    for one in _of_account(walk):
        answered = walk.ask(walk.anonymous, one)
        if one.method != "GET":
            sent_away = answered.status == 303 and answered.header(b"location") == b"/sign-in"
            assert sent_away or answered.status in (401, 403), str(one)
        elif answered.status == 200:
            assert 'action="/sign-in"' in answered.text, str(one)
        else:
            assert answered.status in (204, 401), str(one)


def test_who_may_not_is_told_so_on_a_page_with_a_way_on(walk: Walk) -> None:
    """Every 403 and 404 of a page is a page: one heading, a sentence, and a link that leads on."""
    everybody: list[Walker] = [*walk.people[A].values(), *walk.people[B].values(), walk.developer]
    seen = 0
    for walker in everybody:
        for one in _of_account(walk):
            answered = walk.ask(walker, one)
            if answered.status not in (403, 404) or not answered.header(b"content-type").startswith(b"text/html"):
                continue
            seen += 1
            text = answered.text
            assert text.count("<h1") == 1, f"{walker.name}, {one}"
            main = text.partition("<main")[2].partition("</main>")[0]
            assert "<a " in main, f"{walker.name}, {one}"
            assert "<p" in main, f"{walker.name}, {one}"
    assert seen > 200
