"""Joining the edges, and serving until told to stop."""

import asyncio
from pathlib import Path
from socket import socket

from msgspec.structs import replace

from admittance.config import Settings, own_address
from admittance.crm.edge import crm_edge
from admittance.demo.describe import demo_text
from admittance.demo.people import PASSWORD
from admittance.demo.world import is_demo_world, make_demo_world
from admittance.http.application import Application
from admittance.http.health import health_edge
from admittance.http.logs import configure_logs
from admittance.http.routes import Edge
from admittance.http.server import CannotListen, listen, serve
from admittance.http.services import Services
from admittance.oauth.edge import oauth_edges
from admittance.web.captcha.gate import ConsentCheck
from admittance.web.edge import demo_edge, web_edge
from admittance.web.install_pages import InstallPages
from admittance.web.shape import people_shape
from admittance.wiring.parts import CannotStart, build_services


def edges_of(services: Services, *, demo: bool = False) -> tuple[Edge, ...]:
    """Every address the server answers to."""
    pages, gate = InstallPages(services), ConsentCheck(services)
    oauth = oauth_edges(pages, gate, people_shape(services))
    edges = (health_edge(), *oauth, crm_edge(services), web_edge(services))
    return (*edges, demo_edge(services)) if demo else edges


def run_server(settings: Settings, *, demo: bool = False, clock_file: Path | None = None) -> CannotStart | None:
    """Serve until SIGTERM; None after a stop in good order."""
    listener = listen(settings)
    if isinstance(listener, CannotListen):
        return CannotStart(listener.message)
    with listener:
        settings = _at(settings, listener)
        services = build_services(settings, clock_file)
        if isinstance(services, CannotStart):
            return services
        configure_logs(settings.log_level)
        if demo:
            in_the_way = asyncio.run(fill_demo_world(services))
            if in_the_way is not None:
                asyncio.run(services.store.close())
                return in_the_way
            print(demo_text(settings.base_url), flush=True)  # noqa: T201 - what `make run` is for
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
