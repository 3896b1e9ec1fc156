"""What the operator asks beside a running server."""

import asyncio
from pathlib import Path

from admittance.config import Settings
from admittance.core.tokens import TokenKind, read_token
from admittance.demo.apps import ORDERLY, demo_apps
from admittance.demo.people import FJORD, HAV
from admittance.http.services import Services
from admittance.usecases.passwords import look_at_reset
from admittance.usecases.records import User
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.keeping import back_up, checkpoint_text, put_back, verified
from admittance.wiring.operator import WhyAsked, WhyTold, answer_why, issue_reset_link
from admittance.wiring.parts import build_services
from admittance.wiring.server import fill_demo_world

BASE = "http://127.0.0.1:8400"
CLIENT_ID = next(app.client_id for app in demo_apps(BASE, 0) if app.id == ORDERLY)
LOVA, MARIA = "lova.ek@fjordfalk.example", "maria.lindqvist@fjordfalk.example"


def running(data_dir: Path) -> Services:
    """The demo world over `data_dir`, open as a server would hold it."""
    services = build_services(Settings(data_dir=str(data_dir), base_url=BASE))
    assert isinstance(services, Services)
    asyncio.run(fill_demo_world(services))
    return services


def test_why_answers_beside_a_running_server(tmp_path: Path) -> None:
    """The full decision, for a person in words and for scripts as data, without storing anything."""
    services = running(tmp_path)
    told = answer_why(tmp_path, WhyAsked(account_id=FJORD, email=LOVA, client_id=CLIENT_ID))
    assert isinstance(told, WhyTold)
    assert not told.granted
    assert "This account doesn't have access to some" in told.text()
    assert "Jonas Berg" in told.text()
    assert '"verdict": "refused"' in told.json()
    yes = answer_why(tmp_path, WhyAsked(account_id=HAV, email=MARIA, client_id=CLIENT_ID, scope="oauth"))
    assert isinstance(yes, WhyTold)
    assert '"required_missing"' in yes.json()
    asyncio.run(services.store.close())


def test_why_says_who_or_what_is_not_there(tmp_path: Path) -> None:
    """An unknown person, app or account is named as such."""
    services = running(tmp_path)
    asked = [
        WhyAsked(account_id=FJORD, email="nobody@x.example", client_id=CLIENT_ID),
        WhyAsked(account_id=FJORD, email=LOVA, client_id="nothing"),
        WhyAsked(account_id=HAV, email=LOVA, client_id=CLIENT_ID),
    ]
    said = [answer_why(tmp_path, one) for one in asked]
    assert [one.message for one in said if isinstance(one, CannotStart)] == [
        "there is no such person",
        "there is no such app",
        f"{LOVA} is not an active member of account {HAV}",
    ]
    asyncio.run(services.store.close())


def test_a_reset_link_works_and_leaves_only_its_digest(tmp_path: Path) -> None:
    """The operator's link opens the person's form once; the database holds no secret."""
    asyncio.run(running(tmp_path).store.close())
    link = issue_reset_link(tmp_path, LOVA)
    assert isinstance(link, str)
    token = read_token(TokenKind.RESET, link.rsplit("/", 1)[1])
    assert token is not None
    services = running(tmp_path)
    now = services.clock.now()
    user = services.store.read(lambda tx: look_at_reset(tx, token, now))
    assert isinstance(user, User)
    assert user.email == LOVA
    asyncio.run(services.store.close())
    assert token.secret.encode() not in (tmp_path / "admittance.db").read_bytes()


def test_the_chains_verify_and_a_checkpoint_sees_a_lost_end(tmp_path: Path) -> None:
    """verify says how much it looked at; against a checkpoint a cut end shows, without one it cannot."""
    import sqlite3

    asyncio.run(running(tmp_path).store.close())
    checkpoint = tmp_path / "checkpoint.json"
    text = checkpoint_text(tmp_path)
    assert isinstance(text, str)
    checkpoint.write_text(text)
    found = verified(tmp_path, checkpoint)
    assert not isinstance(found, CannotStart)
    assert found.findings == ()
    assert found.rows > 10
    with sqlite3.connect(tmp_path / "admittance.db") as db:
        last = db.execute("SELECT max(seq) FROM audit WHERE account_id = ?", (FJORD,)).fetchone()[0]
        db.execute("DELETE FROM audit WHERE account_id = ? AND seq = ?", (FJORD, last))
    unseen, seen = verified(tmp_path, None), verified(tmp_path, checkpoint)
    assert not isinstance(unseen, CannotStart)
    assert not isinstance(seen, CannotStart)
    assert unseen.findings == ()
    assert len(seen.findings) == 1


def test_a_backup_goes_back(tmp_path: Path) -> None:
    """What was there at the backup is there after the restore, and nobody is connected any more."""
    services = running(tmp_path / "data")
    made = back_up(tmp_path / "data", tmp_path / "monday.db")
    assert not isinstance(made, CannotStart)
    asyncio.run(services.store.close())
    done = put_back(tmp_path / "data", tmp_path / "monday.db")
    assert not isinstance(done, CannotStart)
    again = running(tmp_path / "data")
    assert len(again.store.read(lambda tx: tx.people.members(FJORD))) == 9
    assert list(again.store.read(lambda tx: tx.connections.in_account(FJORD))) == []
    asyncio.run(again.store.close())
    assert isinstance(verified(tmp_path / "nowhere", None), CannotStart)
