"""The Contacts area over HTTP: what each page and form answers, to whom."""

import re
from urllib.parse import urlencode

import pytest

from admittance.core.levels import Level
from admittance.usecases.crm.association_types import types_between
from admittance.usecases.crm.object_types import CALLS, CONTACTS
from admittance.usecases.crm.records import Record, Search
from admittance.usecases.ports import Transaction
from admittance.usecases.records import Membership
from tests.oauth.html import Form, forms_in
from tests.oauth.world import A1, A2, BOTH, MP1, SA1, SA2, U1, Browser, World

pytestmark = pytest.mark.anyio

BASE = f"/accounts/{A1}/contacts"
PAGES = ("", "?q=an", "?sort=name", "/new", "/{id}", "/{id}/edit", "/{id}/delete", "/import", "/export", "/export.csv")
FORMS = ("/new", "/{id}/edit", "/{id}/delete", "/{id}/notes")


async def contact(world: World, account: int = A1, **properties: str) -> Record:
    """A contact of nobody's."""
    made = await world.change(lambda tx: tx.crm.records.add(account, CONTACTS, properties, 1_700_000_000_000))
    assert isinstance(made, Record)
    return made


def live(world: World, account: int = A1) -> list[Record]:
    """Every contact of an account."""
    return list(world.services.store.read(lambda tx: tx.crm.records.find(account, CONTACTS, Search(limit=100))))


def form_to(browser: Browser, start: str) -> Form:
    """The last page's form whose address begins so."""
    return next(form for form in forms_in(browser.page.text) if form.action.startswith(start))


async def token(browser: Browser) -> str:
    """The form token of whoever is signed in."""
    await browser.get("/profile")
    return browser.form("/profile/password").fields["csrf"]


@pytest.mark.parametrize("path", PAGES)
async def test_pages_are_there_for_those_who_see_contacts(world: World, path: str) -> None:
    """A Super Admin sees each page; a member without the right and another account's Super Admin find nothing."""
    one = await contact(world, firstname="Anna")
    at = BASE + path.format(id=one.id)
    assert (await (await world.browser(SA1)).get(at)).status_code == 200
    for user in (U1, SA2):
        assert (await (await world.browser(user)).get(at)).status_code == 404, user
    asked = await (await world.browser()).get(at)
    assert 'name="password"' in asked.text


@pytest.mark.parametrize("path", FORMS)
async def test_forms_change_nothing_for_others(world: World, path: str) -> None:
    """Without the right, from another account, without the form's token: nothing happens."""
    one = await contact(world, firstname="Anna")
    at, sent = BASE + path.format(id=one.id), {"version": "1", "p.firstname": "X", "w.firstname": "Anna", "note": "x"}
    for user, status in ((U1, 404), (SA2, 404), (MP1, 403)):
        browser = await world.browser(user)
        assert (await browser.post(at, sent | {"csrf": await token(browser)})).status_code == status, user
    browser = await world.browser(SA1)
    assert (await browser.post(at, sent)).status_code == 403
    evil = {"origin": "https://evil.test"}
    assert (await browser.post(at, sent | {"csrf": await token(browser)}, headers=evil)).status_code == 403
    assert live(world) == [one]


async def test_an_id_of_another_account_is_not_there(world: World) -> None:
    """The same answer as for a number that is nobody's."""
    theirs = await contact(world, A2, firstname="Theirs")
    browser = await world.browser(SA1)
    bodies = set()
    for number in (theirs.id, theirs.id + 7, "0", "x", "9" * 30):
        said = await browser.get(f"{BASE}/{number}")
        assert said.status_code == 404, number
        bodies.add(re.sub(r"[0-9A-Z]{26}", "", said.text))
    assert len(bodies) == 1


async def test_what_one_may_not_do_is_not_offered(world: World) -> None:
    """Somebody who only looks finds no Create, Edit, Delete, Import or Export, and no form behind them."""
    one = await contact(world, firstname="Anna")
    browser = await world.browser(MP1)
    seen = (await browser.get(BASE)).text + (await browser.get(f"{BASE}/{one.id}")).text
    for words in ("Create contact", ">Edit<", "Delete…", "Export", "Import", "Write a note"):
        assert words not in seen, words
    for path in ("/new", f"/{one.id}/edit", f"/{one.id}/delete", "/import", "/export", "/export.csv"):
        assert (await browser.get(BASE + path)).status_code == 403, path


async def test_the_menu_is_in_the_main_navigation(world: World) -> None:
    """Every page of the account has the Contacts menu; whoever may see no contacts has none."""
    page = (await (await world.browser(SA1)).get(f"/accounts/{A1}/apps")).text
    assert f'href="{BASE}"' in page
    assert "data-nav-menu" in page
    assert "data-nav-menu" not in (await (await world.browser(U1)).get(f"/accounts/{A1}/apps")).text
    onwards = await (await world.browser(SA1)).get("/contacts")
    assert (onwards.status_code, onwards.headers["location"]) == (303, BASE)


async def test_another_account_opens_at_its_contacts(world: World) -> None:
    """Whoever works with contacts goes on with the other account's; from elsewhere, or without the right, as ever."""
    browser = await world.browser(BOTH)
    switch = f'class="menu-item" href="/accounts/{A2}/%s"'
    assert switch % "contacts" in (await browser.get(BASE)).text
    assert switch % "apps" in (await browser.get(f"/accounts/{A1}/apps")).text
    await world.change(lambda tx: tx.people.put(Membership(account_id=A2, user_id=BOTH, created_at=1)))
    assert switch % "apps" in (await browser.get(BASE)).text


async def test_the_table_alone_for_search_as_you_type(world: World) -> None:
    """The fragment holds the table and its status, under the same policy; who may not see it gets nothing at all."""
    await contact(world, firstname="Anna", phone="+46 8 555 010 21")
    found = await (await world.browser(SA1)).get(f"{BASE}/found?q=anna")
    assert 'id="contact-list" data-status="1 contact"' in found.text
    assert "<form" not in found.text
    assert "default-src 'self'" in found.headers["content-security-policy"]
    assert 'href="tel:+46855501021" data-phone="+46855501021"' in found.text
    assert (await (await world.browser(U1)).get(f"{BASE}/found?q=anna")).status_code == 204


async def test_nothing_that_a_contact_holds_is_run(world: World) -> None:
    """Names, numbers and notes are words on every page, whatever they look like."""
    evil = '"><script>alert(1)</script>'
    one = await contact(world, firstname=evil, phone=f"javascript:{evil}", company=evil, message=evil)
    browser = await world.browser(SA1)
    sent = {"csrf": await token(browser), "note": evil}
    assert (await browser.post(f"{BASE}/{one.id}/notes", sent)).status_code == 303
    for path in ("", f"/{one.id}", f"/{one.id}/edit", f"/{one.id}/delete", "?q=%3Cscript%3E", "?company=%3Cscript%3E"):
        page = (await browser.get(BASE + path)).text
        assert "<script>alert" not in page, path
        assert 'href="javascript:' not in page, path


async def test_a_form_with_mistakes_says_which_and_keeps_the_rest(world: World) -> None:
    """Each field that can't be kept is named; what was written stays in the form, and nothing is stored."""
    browser = await world.browser(SA1)
    await browser.get(f"{BASE}/new")
    form = browser.form(f"{BASE}/new")
    wrong = {"p.email": "no mail", "p.lifecyclestage": "nothing known", "p.city": "Umeå"}
    said = await browser.post(form.action, form.fields | wrong)
    assert said.status_code == 400
    assert "That isn&#39;t an email address." in said.text
    assert browser.form(f"{BASE}/new").fields["p.city"] == "Umeå"
    assert live(world) == []
    good = await browser.post(form.action, form.fields | {"p.email": "a@b.test", "p.message": "two\r\nlines"})
    assert good.status_code == 303
    assert live(world)[0].properties == {"email": "a@b.test", "message": "two\nlines"}
    taken = await browser.post(form.action, form.fields | {"p.email": "A@B.test"})
    assert taken.status_code == 409
    assert re.search(r'id="f-email"[^>]* aria-invalid="true"', taken.text)
    assert "Another contact has this value already." in taken.text
    assert f'href="{BASE}/{live(world)[0].id}"' in taken.text


async def test_a_stale_form_shows_both_and_loses_nothing(world: World) -> None:
    """What somebody else saved stands beside what one wrote; saving again decides, the other's other change stays."""
    one = await contact(world, firstname="Anna", city="Lund")
    first, second = await world.browser(SA1), await world.browser(SA1)
    at = f"{BASE}/{one.id}/edit"
    await first.get(at)
    await second.get(at)
    mine = second.form(at).fields | {"p.city": "Umeå", "p.jobtitle": "Buyer"}
    saved = await first.post(at, first.form(at).fields | {"p.city": "Visby", "p.lastname": "Lind"})
    assert saved.status_code == 303
    stale = await second.post(at, mine)
    assert stale.status_code == 409
    row = r"City</th>.*?Lund.*?Visby.*?Umeå.*?</tr>.*|Last name</th>.*?–.*?Lind.*?\(left alone\)"
    assert re.search(row, stale.text, re.DOTALL)
    assert live(world)[0].properties["city"] == "Visby"
    form = second.form(at)
    assert (form.fields["p.city"], form.fields["p.lastname"], form.fields["version"]) == ("Umeå", "Lind", "2")
    assert (await second.post(at, form.fields)).status_code == 303
    assert live(world)[0].properties == {
        "firstname": "Anna", "city": "Umeå", "lastname": "Lind", "jobtitle": "Buyer"
    }  # fmt: skip
    assert (
        await second.post(f"{BASE}/{one.id}/delete", {"csrf": form.fields["csrf"], "version": "2"})
    ).status_code == 409
    assert (
        await second.post(f"{BASE}/{one.id}/delete", {"csrf": form.fields["csrf"], "version": "3"})
    ).status_code == 303
    assert live(world) == []


async def test_an_export_holds_what_one_sees_and_runs_nowhere(world: World) -> None:
    """Formulas get an apostrophe, the filter counts, the audit says that contacts left; HEAD writes nothing."""
    await contact(world, firstname="=cmd|' /C calc'!A0", phone="+46 70 1", company="Firm AB")
    await contact(world, firstname="Other")
    browser = await world.browser(SA1)
    before = world.audit_count()
    assert (await browser.http.head(f"{BASE}/export.csv")).status_code == 200
    assert world.audit_count() == before
    said = await browser.get(f"{BASE}/export.csv?company=Firm+AB")
    assert said.headers["content-disposition"] == 'attachment; filename="contacts.csv"'
    assert said.headers["x-content-type-options"] == "nosniff"
    assert "'=cmd|' /C calc'!A0,,'+46 70 1" in said.text
    assert "Other" not in said.text
    assert said.text.startswith("\ufeffRecord ID,Email,First name")
    assert world.audit()[-1].entry.data["filtered"] is True
    assert len((await browser.get(f"{BASE}/export.csv")).text.splitlines()) == 3


async def test_levels_decide_row_by_row(world: World) -> None:
    """With View at Owned the list, a direct address and the export hold one's own contacts and no others."""
    mine = await contact(world, firstname="Mine", hubspot_owner_id=str(U1))
    theirs = await contact(world, firstname="Theirs", hubspot_owner_id=str(SA1))
    rights = {"crm.contacts.view": Level.OWNED, "crm_tools.export": Level.ON}
    await world.change(lambda tx: tx.people.set_rights(A1, U1, super_admin=False, permission_set=None, rights=rights))
    browser = await world.browser(U1)
    for path in (BASE, f"{BASE}/found?q=", f"{BASE}/export.csv"):
        page = (await browser.get(path)).text
        assert "Mine" in page, path
        assert "Theirs" not in page, path
    assert (await browser.get(f"{BASE}/{mine.id}")).status_code == 200
    assert (await browser.get(f"{BASE}/{theirs.id}")).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        *("at=x&skip=-1", "sort=nothing", "owner=abc&email=maybe&since=yesterday", "q=%00%00", "col=nothing"),
        *("at=%F0%9F%92%A9", "sort=name&at=%00", "since=0000-00-00", f"q={'x' * 5000}"),
    ],
)
async def test_a_query_that_makes_no_sense_is_left_out(world: World, query: str) -> None:
    """Nothing that stands in the address breaks the page."""
    await contact(world, firstname="Anna")
    assert (await (await world.browser(SA1)).get(f"{BASE}?{query}")).status_code == 200


async def test_the_way_back_leads_to_the_list_one_came_from(world: World) -> None:
    """Search, filters, order and page are there again: from the contact, and after a note, a change and a deletion."""
    first, one = await contact(world, firstname="Anna", company="X"), await contact(world, firstname="Anton")
    browser = await world.browser(SA1)
    at = f"{BASE}?email=no&sort=name&at=anna&skip=1"
    listed = (await browser.get(at)).text
    url = re.search(rf'href="({BASE}/{one.id}\?in=[^"]+)"', listed)
    assert url is not None
    assert f"{BASE}/{first.id}" not in listed
    back = at.replace("&", "&amp;")
    assert f'class="with-icon" href="{back}"' in (await browser.get(url[1])).text
    form = form_to(browser, f"{BASE}/{one.id}/notes?")
    noted = await browser.post(form.action, form.fields | {"note": "x"})
    assert f'class="with-icon" href="{back}"' in (await browser.get(noted.headers["location"])).text
    await browser.get(url[1].replace("?", "/edit?"))
    form = form_to(browser, f"{BASE}/{one.id}/edit?")
    saved = await browser.post(form.action, form.fields | {"p.city": "Lund"})
    assert f'class="with-icon" href="{back}"' in (await browser.get(saved.headers["location"])).text
    await browser.get(url[1].replace("?", "/delete?"))
    form = form_to(browser, f"{BASE}/{one.id}/delete?")
    gone = await browser.post(form.action, form.fields)
    assert gone.headers["location"] == f"{at}&done=deleted"


@pytest.mark.parametrize("way", ["https://evil.test/", "//evil.test", "q=%00", "at=%F0%9F", "x" * 5000, "%22%3E%3Cb"])
async def test_the_way_back_leads_nowhere_else(world: World, way: str) -> None:
    """Whatever stands in the address, the way back is a list of this account's contacts."""
    one = await contact(world, firstname="Anna")
    page = (await (await world.browser(SA1)).get(f"{BASE}/{one.id}?{urlencode({'in': way})}")).text
    assert re.search(rf'class="with-icon" href="{BASE}["?]', page)
    assert "evil.test" not in page


async def test_a_call_can_be_called_back_from_the_timeline(world: World) -> None:
    """The number at the other end is a link that the panel dials, like every number of a contact."""
    one = await contact(world, firstname="Anna")
    said = {"hs_call_direction": "INBOUND", "hs_call_from_number": "+46855501021", "hs_timestamp": "1700000000000"}

    def call(tx: Transaction) -> None:
        made = tx.crm.records.add(A1, CALLS, said, 1_700_000_000_000)
        assert isinstance(made, Record)
        tx.crm.associations.add(A1, types_between(CALLS, CONTACTS)[0], made.id, one.id)

    await world.change(call)
    page = (await (await world.browser(SA1)).get(f"{BASE}/{one.id}")).text
    assert "Incoming call" in page
    assert 'href="tel:+46855501021" data-phone="+46855501021"' in page


async def test_a_website_is_a_link_only_where_it_is_one(world: World) -> None:
    """Whatever an app wrote there, a press opens a web page and runs nothing, and it isn't told where one came from."""
    browser = await world.browser(SA1)
    for website, leads in (("https://nordvik.test/a", True), ("nordvik.test", False), ("javascript:alert(1)", False)):
        one = await contact(world, website=website)
        page = (await browser.get(f"{BASE}/{one.id}")).text
        link = f'<a href="{website}" rel="noopener noreferrer"'
        assert (link in page) is leads, website
        assert website in page


async def test_a_page_too_far_down_asks_to_narrow_the_search(world: World) -> None:
    """A place in the address that would pass by more than 10,000 contacts is not looked for."""
    await contact(world, firstname="Anna")
    page = (await (await world.browser(SA1)).get(f"{BASE}?sort=name&at=anna&skip=999999999")).text
    assert "Narrow the search to see the others." in page
    assert "Anna" not in page
    assert "No contacts" not in page
    assert f'href="{BASE}"' in page.partition("Too far down the list")[2]


async def test_a_page_behind_the_last_contact_is_no_empty_account(world: World) -> None:
    """Behind the last contact there are no more of them; only where there are none at all there are none yet."""
    one = await contact(world, firstname="Anna")
    browser = await world.browser(SA1)
    behind = (await browser.get(f"{BASE}?at={one.id}")).text
    assert "No more contacts" in behind
    assert "Back to the start" in behind
    assert "No contacts yet" not in behind
