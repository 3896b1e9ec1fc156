"""The audit log over HTTP."""

import asyncio
import json
import sqlite3

import pytest

from admittance.core.levels import Level
from admittance.storage.places import database_in
from admittance.usecases import audit_page
from admittance.usecases.records import Membership
from tests.oauth.world import A1, A2, CLIENT_IDS, EMAILS, MP1, SA1, SA2, U1, World, X, good

pytestmark = pytest.mark.anyio
AUDIT = f"/accounts/{A1}/audit"


async def busy(world: World) -> None:
    """Somebody connects, somebody else is refused."""
    await world.connect(SA1)
    browser = await world.browser(MP1)
    await browser.authorize(good(X), account=A1)


async def lines(world: World, path: str = f"{AUDIT}.jsonl", user: int = SA1) -> list[dict[str, object]]:
    """The export as values."""
    said = await (await world.browser(user)).get(path)
    assert said.status_code == 200, said.text
    assert said.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in said.text.splitlines()]


async def test_decisions_are_shown_with_the_reasons_they_were_made_on(world: World) -> None:
    """The newest first, each decision with its reasons in words, whoever acted by name."""
    await busy(world)
    page = (await (await world.browser(SA1)).get(AUDIT)).text
    assert "Connection refused" in page
    assert "mp1 Test doesn&#39;t have" in page
    assert "App connected" in page
    assert page.index("Connection refused") < page.index("App connected")


async def test_the_log_is_filtered_by_person_app_and_outcome(world: World) -> None:
    """Each filter alone and together; somebody who isn't there is said so and shows no row."""
    await busy(world)
    browser = await world.browser(SA1)
    by_person = (await browser.get(f"{AUDIT}?person={EMAILS[MP1]}")).text
    assert "Connection refused" in by_person
    assert "App connected" not in by_person
    by_outcome = (await browser.get(f"{AUDIT}?outcome=granted&app={CLIENT_IDS[X]}")).text
    assert "App connected" in by_outcome
    assert "Connection refused" not in by_outcome
    both = (await browser.get(f"{AUDIT}?outcome=granted&person={EMAILS[U1]}")).text
    assert "No rows here" in both
    for unknown in (f"person={EMAILS[SA2]}", "person=nobody@a1.test", "app=nothing"):
        page = (await browser.get(f"{AUDIT}?{unknown}")).text
        assert "Nobody in Account One has that email" in page
        assert "App connected" not in page


async def test_the_log_is_for_those_with_the_right_to_see_it(world: World) -> None:
    """Super Admins and whoever may view security logs; other members 403, everybody else "not there"."""
    await busy(world)
    for path in (AUDIT, f"{AUDIT}/verify", f"{AUDIT}.jsonl"):
        assert (await (await world.browser(MP1)).get(path)).status_code == 403
        assert (await (await world.browser(SA2)).get(path)).status_code == 404
    rights = {"account.security.view": Level.ON}
    await world.change(lambda tx: tx.people.put(Membership(account_id=A1, user_id=U1, rights=rights, created_at=0)))
    viewer = await world.browser(U1)
    assert "App connected" in (await viewer.get(AUDIT)).text
    assert 'href="/accounts/1001/audit"' in viewer.page.text
    assert 'href="/accounts/1001/audit"' not in (await (await world.browser(MP1)).get(f"/accounts/{A1}/apps")).text
    assert (await (await world.browser()).get(f"{AUDIT}.jsonl")).status_code == 401


async def test_the_log_is_read_page_by_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each row stands on exactly one page, also where windows and pages end in odd places."""
    await busy(world)
    monkeypatch.setattr(audit_page, "PAGE", 3)
    monkeypatch.setattr(audit_page, "WINDOW", 2)
    seen: list[int] = []
    before, rounds = None, 0
    while True:
        shown = world.services.store.read(
            lambda tx, before=before: audit_page.show_audit(
                tx, world.services.catalogue.policy, A1, SA1, audit_page.AuditFilter(), before=before
            )
        )
        assert isinstance(shown, audit_page.AuditShown)
        seen += [row.seq for row in shown.rows]
        rounds += 1
        if shown.older is None:
            break
        before = shown.older
    assert seen == sorted(seen, reverse=True) == [row.seq for row in reversed(world.audit(A1))]
    assert rounds > 1


async def test_an_export_holds_every_row_and_no_name(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """One JSON object a line, the oldest first, bound by `mac`; a long log comes in parts that link on."""
    await busy(world)
    monkeypatch.setattr(audit_page, "MOST_READ", 2)
    path, got = f"{AUDIT}.jsonl", []
    browser = await world.browser(SA1)
    while path:
        said = await browser.get(path)
        got += [json.loads(line) for line in said.text.splitlines()]
        link = said.headers.get("link", "")
        path = link[1 : link.index(">")] if link else ""
    rows = world.audit(A1)
    assert [line["seq"] for line in got] == [row.seq for row in rows]
    assert [line["mac"] for line in got] == [row.mac.hex() for row in rows]
    assert "sa1" not in json.dumps(got)
    filtered = await lines(world, f"{AUDIT}.jsonl?outcome=refused")
    assert {line["outcome"] for line in filtered} <= {"refused"}


async def test_the_log_verifies_and_an_edit_shows(world: World) -> None:
    """Verify says how many rows hold; a row that was edited in the database is named."""
    await busy(world)
    browser = await world.browser(SA1)
    good_page = (await browser.get(f"{AUDIT}/verify")).text
    assert "The log verifies" in good_page
    assert "A loss at the very end can't be seen this way." in good_page
    assert world.audit(A1)[-1].mac.hex() in good_page
    with sqlite3.connect(database_in(_data(world))) as db:
        db.execute("UPDATE audit SET actor = 99 WHERE account_id = ? AND seq = 2", (A1,))
    await asyncio.sleep(0)  # reads of one turn of the loop share what they see
    edited = (await browser.get(f"{AUDIT}/verify")).text
    assert "The log does not verify" in edited
    assert "Row 2 was changed after it was written." in edited
    assert A2 != A1


def _data(world: World):  # type: ignore[no-untyped-def]
    from pathlib import Path

    return Path(world.services.settings.data_dir)
