"""Two apps as a developer registers them: one compatible, one strict, with every scope that a client here asks for."""

import asyncio
from pathlib import Path

from msgspec import Struct

from admittance.config import BadSetting, read_settings
from admittance.core.manifest import Manifest
from admittance.core.tokens import TokenKind, digest
from admittance.usecases.app_developers import name_developer
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App, Profile
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.parts import build_services
from admittance.wiring.server import fill_demo_world

ELSEWHERE = "https://integration.example/callback"
"""Where most clients are sent back to. Nobody listens there: the person hands the address on."""
SCOPES = frozenset(
    {
        "crm.objects.contacts.read",
        "crm.objects.contacts.write",
        "crm.objects.companies.read",
        "crm.objects.companies.write",
        "crm.objects.deals.read",
        "crm.objects.deals.write",
        "crm.objects.owners.read",
        "crm.schemas.contacts.read",
        "crm.schemas.companies.read",
        "crm.schemas.deals.read",
        "settings.users.read",
        "tickets",
    }
)


class Credentials(Struct, frozen=True):
    """What an app is configured with."""

    client_id: str
    client_secret: str


COMPATIBLE = Credentials("0b64c0c5-8a1e-4f0e-8a3e-1f3f0d6a7b01", "compatible-clients-secret-0123456789-abcdef")
DEVELOPER = "freja.holst@orderly.example"
"""Somebody of the demo world, who develops both."""
STRICT = Credentials("0b64c0c5-8a1e-4f0e-8a3e-1f3f0d6a7b02", "strict-clients-secret-0123456789-abcdefghij")


def prepare(data: Path, base_url: str, *callbacks: str) -> None:
    """The demo world in `data` with both apps in it, who may send people to `callbacks` too."""
    asyncio.run(_prepare(data, base_url, (ELSEWHERE, *callbacks)))


async def _prepare(data: Path, base_url: str, redirect_uris: tuple[str, ...]) -> None:
    settings = read_settings({}, data_dir=str(data), base_url=base_url)
    assert not isinstance(settings, BadSetting), settings
    services = build_services(settings)
    assert not isinstance(services, CannotStart), services
    try:
        assert await fill_demo_world(services) is None
        await services.store.write(lambda tx: _add(tx, redirect_uris, services.clock.now()))
    finally:
        for close in services.on_close:
            await close()
        await services.store.close()


def _add(tx: Transaction, redirect_uris: tuple[str, ...], now: int) -> None:
    developer = tx.people.by_email(DEVELOPER)
    assert developer is not None
    for credentials, profile in ((COMPATIBLE, Profile.COMPATIBLE), (STRICT, Profile.STRICT)):
        app = tx.apps.add(
            App(
                id=0,
                client_id=credentials.client_id,
                name=f"Somebody's integration ({profile.value})",
                maker="Somebody",
                profile=profile,
                secret_digest=digest(TokenKind.CLIENT_SECRET, credentials.client_secret),
                redirect_uris=redirect_uris,
                # Conditionally required: an install link may ask for as few of them as the client needs.
                manifest=Manifest(required=frozenset({"oauth"}), conditionally_required=SCOPES),
                created_at=now,
            )
        )
        name_developer(tx, app.id, developer.id, now, by="test")
