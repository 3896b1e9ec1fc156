"""`admittance init`: a first account, its Super Admin and an app."""

import uuid
from pathlib import Path

from msgspec import Struct

from admittance.catalogue.model import Catalogue
from admittance.core.manifest import Manifest, ScopesOverlap, make_manifest
from admittance.core.redirect import registration_problem
from admittance.core.scopes import parse_scopes
from admittance.core.tokens import TokenKind, digest
from admittance.http.services import Services
from admittance.usecases.app_developers import name_developer
from admittance.usecases.audit_entry import SERVER_CHAIN, Act, AuditEntry
from admittance.usecases.outcomes import EmailTaken
from admittance.usecases.passwords import SHORTEST, PasswordProblem, new_password
from admittance.usecases.ports import Transaction
from admittance.usecases.records import Account, App, Membership, Profile, User
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.data_directory import make_in

FIRST_ACCOUNT = 1_000_001


class FirstRun(Struct, frozen=True, kw_only=True):
    """What the operator chose. `password` never shows."""

    account_name: str
    domain: str
    email: str
    name: str
    password: str
    app_name: str
    redirect_uri: str
    scopes: str
    compatible: bool

    def __repr__(self) -> str:
        return f"FirstRun({self.account_name!r})"


class Made(Struct, frozen=True):
    """What there is now. The secret is shown once and stored nowhere."""

    account_id: int
    client_id: str
    client_secret: str

    def __repr__(self) -> str:
        return f"Made({self.account_id})"


def initialise(data_dir: Path, first: FirstRun) -> Made | CannotStart:
    """Make the first account in an empty data directory. Everything is checked before anything is made."""
    return make_in(data_dir, lambda services: _initialise(services, first))


async def _initialise(services: Services, first: FirstRun) -> Made | CannotStart:
    password = new_password(first.password)
    manifest = _manifest(services.catalogue, first.scopes)
    problem = _problem(first, password, manifest)
    if problem is not None or not isinstance(manifest, Manifest):
        return CannotStart(problem or str(manifest))
    password_hash = await services.passwords.make(password)
    secret, now = services.new_secret(), services.clock.now()
    return await services.store.write(lambda tx: _make(tx, first, manifest, password_hash, secret, now))


def _manifest(catalogue: Catalogue, scopes: str) -> Manifest | str:
    made = make_manifest(parse_scopes(scopes))
    if isinstance(made, ScopesOverlap):
        return "a scope can be of one kind only"
    unknown = catalogue.unknown_scopes(made)
    if not unknown:
        return made
    close = f"; did you mean {unknown[0].did_you_mean[0]}?" if unknown[0].did_you_mean else ""
    return f"the catalogue has no scope {unknown[0].scope}{close}"


def _problem(first: FirstRun, password: str | PasswordProblem, manifest: Manifest | str) -> str | None:
    if isinstance(password, PasswordProblem):
        return (
            f"the password can't be used ({password.value.replace('_', ' ')}); it needs at least {SHORTEST} characters"
        )
    if "@" not in first.email or not first.name.strip() or not first.account_name.strip():
        return "an account name, an e-mail address and a person's name are needed"
    if (uri := registration_problem(first.redirect_uri)) is not None:
        return f"the redirect URI can't be registered: {uri}"
    return manifest if isinstance(manifest, str) else None


def _make(
    tx: Transaction, first: FirstRun, manifest: Manifest, password_hash: str, secret: str, now: int
) -> Made | CannotStart:
    if tx.accounts.all():
        return CannotStart("there is an account here already; init is for an empty data directory")
    given, _, family = first.name.strip().partition(" ")
    user = tx.people.add(
        User(
            id=0,
            email=first.email.strip(),
            first_name=given,
            last_name=family.strip(),
            password_hash=password_hash,
            created_at=now,
        )
    )
    if isinstance(user, EmailTaken):
        return CannotStart("that e-mail address belongs to somebody already")
    account = Account(id=FIRST_ACCOUNT, name=first.account_name.strip(), domain=first.domain, created_at=now)
    tx.accounts.add(account)
    tx.people.put(Membership(account_id=account.id, user_id=user.id, super_admin=True, created_at=now))
    app = tx.apps.add(_app(first, manifest, secret, now))
    tx.audit.append(account.id, AuditEntry(act=Act.ACCOUNT_CREATED, by="operator"))
    entry = AuditEntry(act=Act.USER_CREATED, by="operator", data={"user": user.id, "super_admin": True})
    tx.audit.append(account.id, entry)
    tx.audit.append(SERVER_CHAIN, AuditEntry(act=Act.APP_CREATED, by="operator", app_id=app.id))
    name_developer(tx, app.id, user.id, now, by="operator")
    return Made(account.id, app.client_id, secret)


def _app(first: FirstRun, manifest: Manifest, secret: str, now: int) -> App:
    return App(
        id=0,
        client_id=str(uuid.uuid4()),
        name=first.app_name.strip(),
        maker=first.account_name.strip(),
        profile=Profile.COMPATIBLE if first.compatible else Profile.STRICT,
        secret_digest=digest(TokenKind.CLIENT_SECRET, secret),
        redirect_uris=(first.redirect_uri,),
        manifest=manifest,
        created_at=now,
    )
