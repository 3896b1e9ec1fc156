"""Importing a file over HTTP: what is taken, what is refused before a byte of it is kept, and what the pages say."""

from pathlib import Path

import pytest

from admittance.usecases.imports.asking import MOST_WAITING
from admittance.usecases.imports.records import ImportState
from admittance.wiring.importing import ALONE, advance
from tests.oauth.world import A1, MP1, SA1, SA2, U1, Browser, World
from tests.web.handlers.test_contacts import live, token

pytestmark = pytest.mark.anyio

BASE = f"/accounts/{A1}/contacts"
CSV = "E-post;Förnamn;Kundnummer\na@x.test;Åsa;1\nno mail;Bo;2\n".encode()


async def upload(browser: Browser, data: bytes, csrf: str | None = None, name: str = "a.csv", **sent: str) -> int:
    """Upload a file; the answer's status. Fields come before the file, as in the page's form."""
    fields = {"csrf": await token(browser) if csrf is None else csrf} | sent
    files = {"file": (name, data, "text/csv")}
    browser.page = await browser.http.post(f"{BASE}/import", data=fields, files=files)
    return browser.page.status_code


def staged(world: World) -> list[Path]:
    """What of uploads is on the disk."""
    return sorted((Path(world.services.settings.data_dir) / "imports").glob("*"))


async def run(world: World, number: int = 1) -> ImportState:
    """Take the import to its end, as the server does beside its requests."""
    while True:
        one = world.services.store.read(lambda tx: tx.imports.get(A1, number))
        assert one is not None
        if one.state not in (ImportState.CHECKING, ImportState.WRITING, ImportState.UNDOING):
            return one.state
        await advance(world.services, one, ALONE)


async def started(world: World, browser: Browser, data: bytes = CSV, **chosen: str) -> str:
    """Upload, accept the guessed columns, start: the import's address."""
    assert await upload(browser, data) == 303
    at: str = browser.page.headers["location"]
    await browser.get(at)
    assert '<option value="email" selected>' in browser.page.text
    assert '<option value="firstname" selected>' in browser.page.text
    columns = {"c0": "email", "c1": "firstname", "c2": "", "encoding": "utf-8", "delimiter": ";"}
    sent = columns | {"csrf": browser.form(at).fields["csrf"], "do": "start"} | chosen
    assert (await browser.post(at, sent)).status_code == 303
    return at


async def test_from_the_file_to_the_report(world: World) -> None:
    """Columns are guessed from the header, good rows are in, the page and the CSV name the others."""
    browser = await world.browser(SA1)
    at = await started(world, browser)
    assert await run(world) is ImportState.DONE
    assert [one.properties for one in live(world)] == [{"email": "a@x.test", "firstname": "Åsa"}]
    page = (await browser.get(at)).text
    assert "That isn&#39;t an email address." in page
    report = await browser.get(f"{at}/report.csv")
    assert report.text.splitlines()[1] == "3,Email,That isn't an email address.,no mail"
    assert staged(world) == []
    assert world.audit()[-1].entry.actor == SA1


async def test_a_waiting_import_says_for_what(world: World) -> None:
    """Behind an import that the account began before, its page and the list say so, and stop saying it once that is
    over; another account's imports are never waited for.
    """
    browser = await world.browser(SA1)
    first, second = await started(world, browser), await started(world, browser)
    words = "Waiting for an earlier import"
    assert words not in (await browser.get(first)).text
    page = (await browser.get(second)).text
    assert words in page
    assert "in this account" in page
    assert "events?after=waiting" in page
    assert (await browser.get(f"{BASE}/import")).text.count(words) == 1
    assert await run(world, 1) is ImportState.DONE
    page = (await browser.get(second)).text
    assert words not in page
    assert "Checking the file" in page


async def test_nothing_is_kept_of_a_file_that_is_not_ones_own_to_send(world: World) -> None:
    """A wrong or missing token, no right to import, another account: refused before a byte is on the disk for good."""
    for user, csrf, status in (
        (SA1, "wrong", 403),
        (SA1, "", 403),
        (MP1, None, 403),
        (U1, None, 404),
        (SA2, None, 404),
    ):
        assert await upload(await world.browser(user), CSV, csrf) == status, user
    anonymous = await world.browser()
    assert await upload(anonymous, CSV, "x") == 303
    assert anonymous.page.headers["location"] == "/sign-in"
    assert staged(world) == []


async def test_few_files_of_a_person_wait_at_once(world: World) -> None:
    """Whoever uploads and never imports fills no disk: the next file is refused until one of them is over."""
    browser = await world.browser(SA1)
    assert [await upload(browser, CSV) for _ in range(MOST_WAITING)] == [303] * MOST_WAITING
    at = browser.page.headers["location"]
    assert await upload(browser, CSV) == 409
    assert "still wait" in browser.page.text
    assert len(staged(world)) == MOST_WAITING
    await browser.get(at)
    await browser.post(f"{at}/cancel", {"csrf": await token(browser)})
    assert await upload(browser, CSV) == 303


async def test_only_a_form_with_one_file_is_taken(world: World) -> None:
    """JSON, a plain form, no file, two files, a file under another name, a form cut off: each is refused."""
    browser = await world.browser(SA1)
    csrf = await token(browser)
    post = browser.http.post
    assert (await post(f"{BASE}/import", json={"csrf": csrf})).status_code == 415
    assert (await post(f"{BASE}/import", data={"csrf": csrf})).status_code == 415
    assert (await post(f"{BASE}/import", data={"csrf": csrf}, files={"other": ("a.csv", CSV)})).status_code == 400
    two = [("file", ("a.csv", CSV)), ("file", ("b.csv", CSV))]
    assert (await post(f"{BASE}/import", data={"csrf": csrf}, files=two)).status_code == 400
    head = {"content-type": "multipart/form-data; boundary=b"}
    cut = f'--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{csrf}\r\n--b\r\nContent-Dispo'
    assert (await post(f"{BASE}/import", content=cut, headers=head)).status_code == 400
    assert (
        await post(f"{BASE}/import", content="x", headers={"content-type": "multipart/form-data"})
    ).status_code == 415
    assert await upload(browser, b"") == 400
    assert staged(world) == []


async def test_names_of_files_are_only_words(world: World) -> None:
    """Folders in a name lead nowhere, and markup in it is text."""
    browser = await world.browser(SA1)
    assert await upload(browser, CSV, name="../../etc/<b>passwd</b>.csv") == 303
    assert [path.name for path in staged(world)] == [f"{A1}-1.csv"]
    page = (await browser.get(browser.page.headers["location"])).text
    assert "&lt;/b&gt;" not in page
    assert "b&gt;.csv" in page
    assert "etc/" not in page


async def test_another_encoding_is_chosen_on_the_page(world: World) -> None:
    """A file in Latin-1 is refused with its line; read as Windows-1252 it is what it was meant to be."""
    browser = await world.browser(SA1)
    assert await upload(browser, "Email,First name\na@x.test,Åsa\n".encode("latin-1")) == 303
    at = browser.page.headers["location"]
    assert "Line 2 isn&#39;t UTF-8." in (await browser.get(at)).text
    looked = await browser.post(at, browser.form(at).fields | {"encoding": "cp1252", "do": "look"})
    page = (await browser.get(looked.headers["location"])).text
    assert "Åsa" in page
    chosen = {"encoding": "cp1252", "c0": "email", "c1": "firstname", "do": "start"}
    assert (await browser.post(at, browser.form(at).fields | chosen)).status_code == 303
    assert await run(world) is ImportState.DONE
    assert live(world)[0].properties["firstname"] == "Åsa"


async def test_a_file_that_cannot_be_read_leads_on_to_another(world: World) -> None:
    """In another encoding it is read again, the likely one chosen already; where that can't help, another file is."""
    browser = await world.browser(SA1)
    assert await upload(browser, "E-post;Namn\na@x.test;Åsa\n".encode("cp1252")) == 303
    letters = (await browser.get(browser.page.headers["location"])).text
    assert '<option value="cp1252" selected>' in letters
    assert await upload(browser, bytes(range(256))) == 303
    picture = (await browser.get(browser.page.headers["location"])).text
    assert "<h1>This file can't be read</h1>" in picture
    assert 'name="encoding"' not in picture
    assert "Choose another file" in picture


async def test_an_import_can_be_called_off(world: World) -> None:
    """Forgetting an uploaded file drops it; so does cancelling; both are only the importer's to do."""
    browser = await world.browser(SA1)
    assert await upload(browser, CSV) == 303
    at = browser.page.headers["location"]
    other = await world.browser(SA2)
    assert (await other.post(f"{at}/cancel", {"csrf": await token(other)})).status_code == 404
    assert len(staged(world)) == 1
    onwards = await browser.post(f"{at}/cancel", {"csrf": await token(browser)})
    assert staged(world) == []
    assert "Not imported" in (await browser.get(at)).text
    chooser = (await browser.get(onwards.headers["location"])).text
    assert "The file is forgotten." in chooser
    assert 'type="file"' in chooser


@pytest.mark.parametrize("path", ["", "/report.csv", "/events?after=x"])
async def test_an_import_is_nobody_elses_to_see(world: World, path: str) -> None:
    """A colleague and another account's Super Admin find nothing; a page that follows it is told to stop."""
    browser = await world.browser(SA1)
    at = await started(world, browser)
    for user in (U1, SA2):
        said = await (await world.browser(user)).get(at + path)
        assert said.status_code == (204 if "events" in path else 404), user


async def test_columns_that_make_no_sense_start_nothing(world: World) -> None:
    """Twice the same property, none at all, one that isn't there, fewer than the file has."""
    browser = await world.browser(SA1)
    assert await upload(browser, CSV) == 303
    at = browser.page.headers["location"]
    csrf = await token(browser)
    start = {"csrf": csrf, "do": "start", "encoding": "utf-8", "delimiter": ";"}
    for columns in (("email", "email", ""), ("", "", ""), ("nothing", "", ""), ("createdate", "", ""), ("email",)):
        sent = start | {f"c{number}": name for number, name in enumerate(columns)}
        assert (await browser.post(at, sent)).status_code == 400, columns
    one = world.services.store.read(lambda tx: tx.imports.get(A1, 1))
    assert one is not None
    assert one.state is ImportState.CHOOSING
