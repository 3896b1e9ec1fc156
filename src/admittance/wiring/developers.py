"""What the operator says about who develops an app, from the command line."""

from pathlib import Path

from admittance.http.invitations import reset_link
from admittance.http.services import Services
from admittance.usecases.app_developers import dismiss_developer, name_developer
from admittance.usecases.outcomes import EmailTaken
from admittance.usecases.passwords import issue_reset
from admittance.usecases.people.invite_user import readable_email
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App, User
from admittance.wiring.app_act import act_on_app
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.data_directory import look_in


def apps_text(data_dir: Path) -> str | CannotStart:
    """Every app, one a line, with the people who develop it; also while a server runs."""
    return look_in(data_dir, _lines)


def _lines(tx: Transaction) -> str:
    return "\n".join(_line(tx, app) for app in tx.apps.all()) or "There is no app yet."


def _line(tx: Transaction, app: App) -> str:
    people = (tx.people.user(user_id) for user_id in tx.developers.of_app(app.id))
    emails = ", ".join(user.email for user in people if user is not None)
    return f"{app.client_id}  {app.name}  {emails or 'no developer'}"


def add_app_developer(data_dir: Path, client_id: str, email: str, name: str) -> str | CannotStart:
    """Name a developer; somebody new to the server becomes a user of no account. The sentence for the operator, with
    a one-time link where the person has no password yet. Only while no server holds the database.
    """
    given, _, family = name.strip().partition(" ")

    def act(tx: Transaction, services: Services, app: App) -> str | CannotStart:
        address, now = readable_email(email), services.clock.now()
        if address is None:
            return CannotStart("that is no e-mail address")
        user = tx.people.by_email(address)
        if user is None and not given:
            return CannotStart(f"nobody here has that address yet; name them with --name to add them for {app.name}")
        user = user or _added(tx, address, given, family.strip(), now)
        if not name_developer(tx, app.id, user.id, now, by="operator"):
            return f"{user.email} develops {app.name} already."
        said = f"{user.email} develops {app.name} now and finds it at {services.settings.base_url}/console."
        if user.password_hash is not None:
            return said
        secret = services.new_secret()
        reset = issue_reset(tx, user, secret, now, by="operator")
        return f"{said}\nTo choose a password (one hour, one use): " + reset_link(
            services.settings.base_url, reset.id, secret
        )

    return act_on_app(data_dir, client_id, act)


def remove_app_developer(data_dir: Path, client_id: str, email: str) -> str | CannotStart:
    """The opposite. The person stays a user; what they hold in accounts is untouched."""

    def act(tx: Transaction, _: Services, app: App) -> str | CannotStart:
        user = tx.people.by_email(email.strip())
        if user is None or not dismiss_developer(tx, app.id, user.id, by="operator"):
            return CannotStart(f"nobody of that address develops {app.name}")
        return f"{user.email} develops {app.name} no more."

    return act_on_app(data_dir, client_id, act)


def _added(tx: Transaction, email: str, given: str, family: str, now: int) -> User:
    added = tx.people.add(
        User(id=0, email=email, first_name=given, last_name=family, password_hash=None, created_at=now)
    )
    if isinstance(added, EmailTaken):  # looked for in this same transaction
        raise RuntimeError("an e-mail address nobody had is taken")
    return added
