"""Building the server's parts from its settings."""

import secrets
from pathlib import Path

from admittance.adapters.argon2_passwords import Argon2Passwords
from admittance.adapters.key_file import KeysUnreadable, load_keys
from admittance.adapters.smtp_mail import SmtpMail
from admittance.catalogue.loader import default_catalogue, load_catalogue
from admittance.catalogue.model import Catalogue
from admittance.clock import Clock
from admittance.config import Settings
from admittance.http.services import Services
from admittance.storage.problems import CannotOpen
from admittance.storage.sqlite.opening import open_store
from admittance.storage.sqlite.store import SqliteStore
from admittance.wiring.afterwards import finish_afterwards
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.clock_jump import clock_jump
from admittance.wiring.import_turns import run_imports
from admittance.wiring.post import post
from admittance.wiring.webhooks import webhooks

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = tuple(high + low for high in _CROCKFORD for low in _CROCKFORD)


def build_services(
    settings: Settings, clock_file: Path | None = None, *, clock_confirmed: bool = False
) -> Services | CannotStart:
    """Every part of a running server. The caller closes the store. Under a clock that has jumped ahead nothing is
    opened for writing, unless it is `clock_confirmed`.
    """
    catalogue = catalogue_of(settings)
    if isinstance(catalogue, CannotStart):
        return catalogue
    data_dir = Path(settings.data_dir)
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        return CannotStart(f"the data directory {data_dir} can't be made: {problem.strerror}")
    keys = load_keys(data_dir)
    if isinstance(keys, KeysUnreadable):
        return CannotStart(keys.message)
    if not clock_confirmed and (jump := clock_jump(data_dir, clock_file)) is not None:
        return CannotStart(jump.message)
    opened: list[SqliteStore] = []
    clock = Clock(lambda: opened[0].latest_time() if opened else 0, clock_file)
    store = open_store(data_dir, keys.audit, clock.now)
    if isinstance(store, CannotOpen):
        return CannotStart(store.message)
    opened.append(store)
    passwords = Argon2Passwords(settings.argon2_at_once)
    return Services(
        settings=settings,
        store=store,
        catalogue=catalogue,
        clock=clock,
        keys=keys,
        passwords=passwords,
        mail=SmtpMail(settings),
        new_secret=new_secret,
        new_reference=lambda: new_reference(clock.now()),
        in_background=(post, webhooks, run_imports, finish_afterwards),
        on_close=(passwords.close,),
    )


def catalogue_of(settings: Settings) -> Catalogue | CannotStart:
    """The set catalogue, or the one that comes with Admittance. A mistake in it stops the start."""
    if not settings.catalogue:
        return default_catalogue()
    loaded = load_catalogue(Path(settings.catalogue))
    if isinstance(loaded, Catalogue):
        return loaded
    first = loaded[0]
    place = f"{settings.catalogue}:{first.line}" if first.line else settings.catalogue
    more = f" (and {len(loaded) - 1} more)" if len(loaded) > 1 else ""
    return CannotStart(f"{place}: {first.what}{more}; run: admittance catalogue check {settings.catalogue}")


def new_secret() -> str:
    """43 characters of base64url: 256 random bits."""
    return secrets.token_urlsafe(32)


def new_reference(now: int) -> str:
    """A correlation id: 10 characters of time, 16 of chance, in Crockford's base 32, so that ids sort by time."""
    number = now << 80 | secrets.randbits(80)
    return "".join([_PAIRS[(number >> shift) & 1023] for shift in range(120, -10, -10)])
