"""The demo world in words and as JSON; nothing of it has to exist yet."""

from typing import Any

import msgspec

from admittance.core.scopes import format_scopes
from admittance.demo.apps import FORMWORK, ORDERLY, RINGLANE, demo_apps, demo_secret
from admittance.demo.developers import DEVELOPERS, DemoDeveloper
from admittance.demo.links import demo_links
from admittance.demo.people import ACCOUNTS, PASSWORD, PEOPLE, DemoPerson
from admittance.usecases.records import App

_SECRETS = {ORDERLY: "orderly", FORMWORK: "formwork", RINGLANE: None}
SHOWN_PEOPLE = (101, 103, 105, 108)


def secret_of(app: App) -> str | None:
    """The app's client secret; None for the public one."""
    name = _SECRETS[app.id]
    return demo_secret(name) if name else None


def demo_json(base_url: str) -> str:
    """Accounts, users and developers with passwords, apps with credentials, and links by outcome, as indented JSON."""
    world = {
        "base_url": base_url,
        "accounts": [msgspec.to_builtins(account) for account in ACCOUNTS],
        "users": [_user(person) for person in PEOPLE],
        "developers": [_developer(developer, base_url) for developer in DEVELOPERS],
        "apps": [_app(app) for app in demo_apps(base_url, 0)],
        "links": [msgspec.to_builtins(link) for link in demo_links(base_url)],
        "urls": {link.outcome: link.url for link in demo_links(base_url)},
    }
    return msgspec.json.format(msgspec.json.encode(world), indent=2).decode()


def demo_text(base_url: str, command: str) -> str:
    """The same for a person: where to go, who to be, and a link per outcome. `command` is how the program is called."""
    people = {person.email: person for person in PEOPLE}
    lines = [f"Admittance runs at {base_url}", "", f"Sign in as (password {PASSWORD!r} for everyone):"]
    lines += [f"  {person.email:<36} {person.about}" for person in PEOPLE if person.id in SHOWN_PEOPLE]
    lines += ["", f"Each app has a developer, who sees its refusals at {base_url}/console (the same password):"]
    lines += [f"  {developer.email:<36} {developer.about}" for developer in DEVELOPERS]
    lines += ["", "One link per outcome:"]
    for link in demo_links(base_url):
        who = people[link.sign_in_as]
        lines += [f"  {link.outcome} — as {who.first_name} ({link.sign_in_as})", f"    {link.about}", f"    {link.url}"]
    lines += ["", f"All of it for scripts: {command} demo --json --base-url {base_url}"]
    return "\n".join(lines)


def _user(person: DemoPerson) -> dict[str, Any]:
    return {
        "id": person.id,
        "email": person.email,
        "password": PASSWORD,
        "name": f"{person.first_name} {person.last_name}",
        "language": person.language,
        "about": person.about,
        "memberships": [msgspec.to_builtins(membership) for membership in person.memberships],
    }


def _developer(developer: DemoDeveloper, base_url: str) -> dict[str, Any]:
    return {
        "id": developer.id,
        "email": developer.email,
        "password": PASSWORD,
        "name": f"{developer.first_name} {developer.last_name}",
        "about": developer.about,
        "develops": developer.app_id,
        "console": f"{base_url}/console",
    }


def _app(app: App) -> dict[str, Any]:
    return {
        "id": app.id,
        "name": app.name,
        "client_id": app.client_id,
        "client_secret": secret_of(app),
        "profile": "public" if app.public else app.profile.value,
        "redirect_uris": list(app.redirect_uris),
        "required": format_scopes(app.manifest.required),
        "conditionally_required": format_scopes(app.manifest.conditionally_required),
        "optional": format_scopes(app.manifest.optional),
    }
