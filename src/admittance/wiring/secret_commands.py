"""What the operator does to an app's client secret, from the command line."""

from pathlib import Path

from admittance.http.sealing import fresh_sealing
from admittance.http.services import Services
from admittance.usecases.client_secret import (
    NoOldSecret,
    OldSecretEnded,
    PublicApp,
    Replacement,
    SecretReplaced,
    SecretsChanged,
    end_old_secret,
    replace_secret,
)
from admittance.usecases.crm.times import iso_time
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App
from admittance.wiring.app_act import act_on_app
from admittance.wiring.cannot_start import CannotStart


def replace_app_secret(data_dir: Path, client_id: str, asked: Replacement) -> str | CannotStart:
    """Make a new client secret; the lines for the operator, the only place where it is told. Only while no server holds
    the database.
    """

    def act(tx: Transaction, services: Services, app: App) -> str | CannotStart:
        secret, now = services.new_secret(), services.clock.now()
        sealing = fresh_sealing(services)
        match replace_secret(tx, app, asked, secret, sealing, now):
            case SecretReplaced(after):
                return "\n".join((f"{app.name}: client secret {secret}", _SHOWN_ONCE, _old_line(after, now)))
            case PublicApp():
                return CannotStart(f"{app.name} is a public app: it has no client secret")
            case SecretsChanged():
                return _CHANGED

    return act_on_app(data_dir, client_id, act)


def end_old_app_secret(data_dir: Path, client_id: str) -> str | CannotStart:
    """Let only the newest client secret count. Only while no server holds the database."""

    def act(tx: Transaction, services: Services, app: App) -> str | CannotStart:
        match end_old_secret(tx, app, None, services.clock.now()):
            case OldSecretEnded():
                return f"Only the newest client secret of {app.name} works now."
            case NoOldSecret():
                return CannotStart(f"no old client secret of {app.name} works")
            case SecretsChanged():
                return _CHANGED

    return act_on_app(data_dir, client_id, act)


_SHOWN_ONCE = "The secret is shown this once."
_CHANGED = CannotStart("the client secret was changed meanwhile; nothing was done")


def _old_line(app: App, now: int) -> str:
    old = app.running_old_secret(now)
    return f"The old one works until {iso_time(old.until)}." if old else "The old one doesn't work any more."
