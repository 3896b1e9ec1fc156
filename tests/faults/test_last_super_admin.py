"""Attack case 93: the last permanent Super Admin of an account, on a real server and everybody at once (product 3)."""

import sqlite3

import pytest

from admittance.demo.people import FJORD
from admittance.storage.places import database_in
from tests.faults.crowd import at_once, post
from tests.faults.parties import Person
from tests.faults.site import Site
from tests.oauth.html import forms_in

HALF = 32
JONAS, PRIYA = (101, "jonas.berg@fjordfalk.example"), (102, "priya.raman@fjordfalk.example")
BASE = f"/accounts/{FJORD}"


def super_admins(site: Site) -> int:
    """Active permanent Super Admins with an active user, as the database has them."""
    with sqlite3.connect(f"{database_in(site.data).as_uri()}?mode=ro", uri=True) as db:
        found: int = db.execute(
            "SELECT count(*) FROM memberships m JOIN users u ON u.id = m.user_id"
            " WHERE m.account_id = ? AND m.super_admin AND m.active AND u.active",
            (FJORD,),
        ).fetchone()[0]
    return found


def signed_in(site: Site, email: str) -> tuple[Person, dict[str, str]]:
    """A browser and the token of its forms."""
    person = site.person(email)
    person.sign_in()
    page = person.http.get("/profile")
    return person, {"csrf": next(form.fields["csrf"] for form in forms_in(page.text) if "csrf" in form.fields)}


@pytest.mark.parametrize("act", ["remove-super-admin", "deactivate", "remove"])
def test_64_times_at_once_two_take_it_from_each_other(site: Site, act: str) -> None:
    """Two Super Admins demote, deactivate or remove each other 64 times at the same moment: one of them stays, every
    request is answered, and none with a mistake of the server's.
    """
    with site.serving() as server:
        requests = []
        for (_, email), (victim, _) in ((JONAS, PRIYA), (PRIYA, JONAS)):
            person, token = signed_in(site, email)
            requests += [post(f"{BASE}/users/{victim}/{act}", token, person.cookie)] * HALF
        heard = at_once(server.port, requests)
        assert super_admins(site) == 1
    assert {answer.status for answer in heard} <= {303, 403, 404, 409}
    done = [answer for answer in heard if answer.status == 303 and b"done=same" not in answer.head]
    assert len([answer for answer in done if b"/sign-in" not in answer.head]) == 1
    site.check_audit()


def test_64_times_at_once_both_leave(site: Site) -> None:
    """Both leave at the same moment, 32 times each: one is gone, the other is told why they can't."""
    with site.serving() as server:
        requests = []
        for _, email in (JONAS, PRIYA):
            person, token = signed_in(site, email)
            requests += [post(f"{BASE}/leave", token, person.cookie)] * HALF
        heard = at_once(server.port, requests)
        assert super_admins(site) == 1
    assert {answer.status for answer in heard} <= {303, 403, 404, 409}
    assert any(answer.status == 409 for answer in heard)
    site.check_audit()


def test_demoting_deactivating_removing_and_leaving_at_once(site: Site) -> None:
    """All four ways against each other: whatever order the server finds, one permanent Super Admin is left."""
    with site.serving() as server:
        requests = []
        for (_, email), (victim, _) in ((JONAS, PRIYA), (PRIYA, JONAS)):
            person, token = signed_in(site, email)
            paths = [f"{BASE}/users/{victim}/{act}" for act in ("remove-super-admin", "deactivate", "remove")]
            requests += [post(path, token, person.cookie) for path in (*paths, f"{BASE}/leave")] * (HALF // 4)
        heard = at_once(server.port, requests)
        assert super_admins(site) == 1
    assert all(answer.status in (303, 403, 404, 409) for answer in heard)
