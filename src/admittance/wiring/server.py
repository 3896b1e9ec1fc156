"""Joining the edges, and serving until told to stop."""

import asyncio
from pathlib import Path
from socket import socket

from msgspec.structs import replace

from admittance.config import Settings, own_address
from admittance.crm.edge import crm_edge
from admittance.demo.describe import demo_text
from admittance.demo.people import PASSWORD
from admittance.demo.world import holds_demo_accounts, is_demo_world, make_demo_world
from admittance.http.application import Application
from admittance.http.documentation import documentation_edge
from admittance.http.health import health_edge
from admittance.http.logs import configure_logs
from admittance.http.routes import Edge
from admittance.http.server import CannotListen, listen, serve
from admittance.http.services import Services
from admittance.oauth.edge import oauth_edges
from admittance.web.captcha.gate import ConsentCheck
from admittance.web.edge import demo_edge, web_edge
from admittance.web.install_pages import InstallPages
from admittance.web.script_edge import script_edge
from admittance.web.shape import people_shape
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.clock_jump import clock_jump, confirm_clock
from admittance.wiring.parts import build_services


def edges_of(services: Services, *, demo: bool = False) -> tuple[Edge, ...]:
    """Every address the server answers to."""
    pages, gate = InstallPages(services), ConsentCheck(services)
    people = people_shape(services)
    oauth = oauth_edges(pages, gate, people)
    served = (health_edge(), *oauth, crm_edge(), script_edge(people), web_edge(services))
    edges = (*served, documentation_edge(served))
    return (*edges, demo_edge(services)) if demo else edges


def run_server(
    settings: Settings,
    command: str,
    *,
    demo: bool = False,
    clock_file: Path | None = None,
    clock_confirmed: bool = False,
) -> CannotStart | None:
    """Serve until SIGTERM; None after a stop in good order. `command` is how the program is called, for what it prints.
    `clock_confirmed`: a clock that jumped ahead is right.
    """
    listener = listen(settings)
    if isinstance(listener, CannotListen):
        return CannotStart(listener.message)
    with listener:
        settings = _at(settings, listener)
        jump = clock_jump(Path(settings.data_dir), clock_file)
        services = build_services(settings, clock_file, clock_confirmed=clock_confirmed)
        if isinstance(services, CannotStart):
            return services
        configure_logs(settings.log_level)
        if jump is not None:
            asyncio.run(services.store.write(lambda tx: confirm_clock(tx, jump)))
        if not demo and (known := demo_data(services)) is not None:
            asyncio.run(services.store.close())
            return known
        if demo:
            in_the_way = asyncio.run(fill_demo_world(services))
            if in_the_way is not None:
                asyncio.run(services.store.close())
                return in_the_way
            print(demo_text(settings.base_url, command), flush=True)  # noqa: T201 - what `make run` is for
        serve(Application(services, edges_of(services, demo=demo)), settings, listener)
    return None


def _at(settings: Settings, listener: socket) -> Settings:
    """With port 0 the system chose one: links have to name it."""
    if settings.port != 0:
        return settings
    port: int = listener.getsockname()[1]
    named_here = settings.base_url == own_address(settings.host, 0)
    base_url = own_address(settings.host, port) if named_here else settings.base_url
    return replace(settings, port=port, base_url=base_url)


def demo_data(services: Services) -> CannotStart | None:
    """What keeps a plain server off the demo's data: everybody knows the passwords and the apps' secrets in them."""
    if not holds_demo_accounts(services.store.read(lambda tx: tx.accounts.all())):
        return None
    return CannotStart(
        f"{services.settings.data_dir} was made by --demo: everybody knows its passwords and secrets. Start it with"
        " --demo, which listens on loopback only, or make a directory of your own with: admittance init"
    )


async def fill_demo_world(services: Services) -> CannotStart | None:
    """Make the demo world on the first start; later ones spare the slow hash. Never among accounts of other people."""
    accounts = services.store.read(lambda tx: tx.accounts.all())
    if accounts and not is_demo_world(accounts):
        return CannotStart(
            f"{services.settings.data_dir} has accounts of its own; the demo needs a directory to itself"
        )
    password_hash = "" if accounts else await services.passwords.make(PASSWORD)
    catalogue, base_url, now = services.catalogue, services.settings.base_url, services.clock.now()
    await services.store.write(lambda tx: make_demo_world(tx, catalogue, base_url, password_hash, now))
    return None
