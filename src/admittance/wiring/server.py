"""Joining the edges, and serving until told to stop."""

import asyncio
from pathlib import Path

from admittance.config import Settings
from admittance.crm.edge import crm_edge
from admittance.demo.describe import demo_text
from admittance.demo.people import PASSWORD
from admittance.demo.world import make_demo_world
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
        services = build_services(settings, clock_file)
        if isinstance(services, CannotStart):
            return services
        configure_logs(settings.log_level)
        if demo:
            asyncio.run(fill_demo_world(services))
            print(demo_text(settings.base_url), flush=True)  # noqa: T201 - what `make run` is for
        serve(Application(services, edges_of(services, demo=demo)), settings, listener)
    return None


async def fill_demo_world(services: Services) -> None:
    """Make the demo world on the first start; later ones spare the slow hash."""
    now = services.clock.now()
    there = services.store.read(lambda tx: bool(tx.accounts.all()))
    password_hash = "" if there else await services.passwords.make(PASSWORD)
    catalogue, base_url = services.catalogue, services.settings.base_url
    await services.store.write(lambda tx: make_demo_world(tx, catalogue, base_url, password_hash, now))
