"""The consent page is answered: granted, cancelled, or shown again for the captcha."""

from typing import TypeAlias

from msgspec import Struct

from admittance.core import lifetimes
from admittance.core.decide import Granted, Refused, decide
from admittance.core.grants import grant
from admittance.core.policy import Policy
from admittance.core.redirect import is_registered
from admittance.core.tokens import Token, TokenKind, matches
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.outcomes import NotThere, Spent
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, question_for
from admittance.usecases.records import App, AskedInstall, Consent, Session
from admittance.usecases.start_install import ConsentShown, InstallRefused, refuse_install
from admittance.usecases.token_records import Code


class ConsentNotYours(Struct, frozen=True):
    """Unknown, or shown to another session: the two look the same (attack case 48)."""


class ConsentOver(Struct, frozen=True):
    """Used before, or older than half an hour. `asked` lets the person start again."""

    asked: AskedInstall


class AppGone(Struct, frozen=True):
    """The app was disabled, or its redirect URI withdrawn, while the page was open."""


class Consented(Struct, frozen=True):
    """A code was stored under `code_id`; its secret goes to the app's redirect URI, and nowhere else."""

    account_id: int
    code_id: int
    asked: AskedInstall


class Cancelled(Struct, frozen=True):
    """The person said no; the app hears `access_denied`."""

    asked: AskedInstall


ConsentProblem: TypeAlias = ConsentNotYours | ConsentOver | AppGone
ConsentGiven: TypeAlias = Consented | InstallRefused | NotThere | ConsentProblem


def look_at_consent(
    tx: Transaction, policy: Policy, presented: Token, session: Session, now: int
) -> ConsentShown | InstallRefused | NotThere | ConsentProblem:
    """The page once more (for the captcha, or after a reload), decided anew. A refusal here is stored like any other,
    so call this in a write.
    """
    checked = _checked(tx, presented, session, now)
    if not isinstance(checked, _Open):
        return checked
    return _decided(tx, policy, checked, session, now)


def give_consent(
    tx: Transaction,
    policy: Policy,
    presented: Token,
    session: Session,
    ticked: frozenset[str],
    *,
    code_digest: bytes,
    now: int,
) -> ConsentGiven:
    """Grant access. What is asked comes from the stored page, never from the form; ticks choose among the optional.

    The decision is taken again (product rule 9); of any number of answers to one page exactly one counts.
    """
    checked = _checked(tx, presented, session, now)
    if not isinstance(checked, _Open):
        return checked
    shown = _decided(tx, policy, checked, session, now)
    if not isinstance(shown, ConsentShown):
        return shown
    consent = checked.consent
    if not isinstance(tx.consents.spend(consent.account_id, consent.id, now), Spent):
        return ConsentOver(consent.asked)
    code = tx.codes.add(_code(consent, shown.decision.offered & ticked, code_digest, now))
    _audit(tx, consent, Act.CONSENT_GRANTED, shown.decision, ticked)
    return Consented(consent.account_id, code.id, consent.asked)


def cancel_consent(
    tx: Transaction, presented: Token, session: Session, now: int
) -> Cancelled | ConsentNotYours | ConsentOver | AppGone:
    """Say no. The page cannot be answered again."""
    checked = _checked(tx, presented, session, now)
    if not isinstance(checked, _Open):
        return checked
    consent = checked.consent
    tx.consents.spend(consent.account_id, consent.id, now)
    tx.audit.append(
        consent.account_id, AuditEntry(act=Act.CONSENT_CANCELLED, actor=consent.user_id, app_id=consent.app_id)
    )
    return Cancelled(consent.asked)


class _Open(Struct, frozen=True):
    consent: Consent
    app: App


def _checked(tx: Transaction, presented: Token, session: Session, now: int) -> _Open | ConsentProblem:
    consent = tx.consents.get(presented.account_id, presented.row_id)
    if consent is None or not matches(consent.digest, TokenKind.CONSENT, presented.secret):
        return ConsentNotYours()
    if consent.session_id != session.id or consent.user_id != session.user_id:
        return ConsentNotYours()
    # Signed out since the request was let in, here or by a new password: whoever commits first wins.
    if tx.sessions.get(session.id) is None:
        return ConsentNotYours()
    if consent.used_at is not None or consent.expires_at <= now:
        return ConsentOver(consent.asked)
    app = tx.apps.get(consent.app_id)
    if app is None or not app.enabled:
        return AppGone()
    # A redirect URI withdrawn meanwhile is no longer trusted: nothing may be sent there.
    if not is_registered(consent.asked.redirect_uri, app.redirect_uris, public=app.public):
        return AppGone()
    return _Open(consent, app)


def _decided(
    tx: Transaction, policy: Policy, opened: _Open, session: Session, now: int
) -> ConsentShown | InstallRefused | NotThere:
    consent, app = opened.consent, opened.app
    found = active_member(tx, consent.account_id, session.user_id)
    if found is None:
        return NotThere()
    account, membership = found
    decision = decide(policy, question_for(tx, policy, account, membership, app, consent.asked.url, now))
    if isinstance(decision, Refused):
        return refuse_install(tx, account, app, session.user_id, consent.asked, decision, now)
    return ConsentShown(account, app, consent, decision, tx.connections.live(account.id, app.id, session.user_id))


def _code(consent: Consent, ticked: frozenset[str], code_digest: bytes, now: int) -> Code:
    asked = consent.asked
    return Code(
        account_id=consent.account_id,
        id=0,
        digest=code_digest,
        app_id=consent.app_id,
        user_id=consent.user_id,
        redirect_uri=asked.redirect_uri if asked.redirect_uri_given else None,
        challenge=asked.challenge,
        url=asked.url,
        ticked=ticked,
        expires_at=now + lifetimes.CODE,
    )


def _audit(tx: Transaction, consent: Consent, act: Act, decision: Granted, ticked: frozenset[str]) -> None:
    given = grant(decision, ticked)
    data = {
        "granted": sorted(given.granted),
        "declined": sorted(given.declined),
        "dropped": sorted(drop.scope for drop in given.dropped),
    }
    entry = AuditEntry(act=act, actor=consent.user_id, app_id=consent.app_id, data=data)
    tx.audit.append(consent.account_id, entry)
