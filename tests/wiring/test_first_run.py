"""`admittance init`: a first account without any demo."""

import asyncio
from pathlib import Path

import msgspec
import pytest

from admittance.config import Settings
from admittance.core.tokens import TokenKind, matches
from admittance.http.services import Services
from admittance.usecases.records import Profile
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.first_run import FirstRun, Made, initialise
from admittance.wiring.parts import build_services

FIRST = FirstRun(
    account_name="Fjord & Falk AB",
    domain="fjordfalk.example",
    email="jonas@fjordfalk.example",
    name="Jonas Berg",
    password="a long enough password",
    app_name="Orderly Sync",
    redirect_uri="https://orderly.example/callback",
    scopes="oauth crm.objects.contacts.read",
    compatible=True,
)


def opened(data_dir: Path) -> Services:
    """The services over `data_dir`."""
    services = build_services(Settings(data_dir=str(data_dir), base_url="http://127.0.0.1:8400"))
    assert isinstance(services, Services)
    return services


def test_it_makes_an_account_its_super_admin_and_an_app(tmp_path: Path) -> None:
    """What was chosen is there afterwards, the secret only as a digest, and the chain has it."""
    made = initialise(tmp_path, FIRST)
    assert isinstance(made, Made)
    services = opened(tmp_path)
    user = services.store.read(lambda tx: tx.people.by_email("JONAS@fjordfalk.example"))
    app = services.store.read(lambda tx: tx.apps.by_client_id(made.client_id))
    assert user is not None
    assert app is not None
    membership = services.store.read(lambda tx: tx.people.membership(made.account_id, user.id))
    assert membership is not None
    assert membership.super_admin
    assert app.profile is Profile.COMPATIBLE
    assert app.manifest.required == {"oauth", "crm.objects.contacts.read"}
    assert app.secret_digest is not None
    assert matches(app.secret_digest, TokenKind.CLIENT_SECRET, made.client_secret)
    assert asyncio.run(services.passwords.verify(user.password_hash, FIRST.password))
    acts = [row.entry.act.value for row in services.store.read(lambda tx: tx.audit.rows(made.account_id))]
    assert acts == ["account.created", "user.created"]
    asyncio.run(services.store.close())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"password": "short"}, "at least 10"),
        ({"redirect_uri": "http://orderly.example/callback"}, "https"),
        ({"redirect_uri": "javascript:alert(1)"}, "redirect URI"),
        ({"scopes": "oauth crm.objects.contact.read"}, "did you mean crm.objects.contacts.read"),
        ({"email": "jonas"}, "e-mail"),
        ({"name": "  "}, "name"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_made(tmp_path: Path, change: dict[str, str], said: str) -> None:
    """Everything is checked before anything is stored."""
    problem = initialise(tmp_path, msgspec.structs.replace(FIRST, **change))
    assert isinstance(problem, CannotStart)
    assert said in problem.message
    services = opened(tmp_path)
    assert list(services.store.read(lambda tx: tx.accounts.all())) == []
    asyncio.run(services.store.close())


def test_it_is_for_an_empty_directory(tmp_path: Path) -> None:
    """A second init changes nothing and says why."""
    assert isinstance(initialise(tmp_path, FIRST), Made)
    problem = initialise(tmp_path, FIRST)
    assert isinstance(problem, CannotStart)
    assert "empty" in problem.message


def test_what_was_typed_never_shows() -> None:
    """Neither the password nor the secret is in what Python prints of them."""
    assert "password" not in repr(FIRST)
    assert "hush" not in repr(Made(1, "id", "hush"))
