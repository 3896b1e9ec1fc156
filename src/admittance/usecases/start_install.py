"""An app's install URL was opened by a signed-in person who chose an account."""

from typing import TypeAlias

from msgspec import Struct

from admittance.core import lifetimes
from admittance.core.decide import Decision, Granted, Refused, decide
from admittance.core.policy import Policy
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.case_records import Case
from admittance.usecases.decision_audit import decision_data
from admittance.usecases.outcomes import NotThere
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, question_for
from admittance.usecases.records import Account, App, AskedInstall, Connection, Consent, Session
from admittance.usecases.solve_cases import expire_cases
from admittance.usecases.webhooks.telling import case_opened


class ConsentShown(Struct, frozen=True):
    """The person may grant: `consent` is the stored page, `connected` their live connection if they have one."""

    account: Account
    app: App
    consent: Consent
    decision: Granted
    connected: Connection | None


class InstallRefused(Struct, frozen=True):
    """The person may not, for all the reasons of `decision`; the attempt is `case`."""

    account: Account
    app: App
    asked: AskedInstall
    decision: Refused
    case: Case


InstallStarted: TypeAlias = ConsentShown | InstallRefused | NotThere


class Outlook(Struct, frozen=True):
    """One account of the chooser and what would happen there."""

    account: Account
    super_admin: bool
    permission_set: str | None
    decision: Decision
    connected: Connection | None


def accounts_to_choose(
    tx: Transaction, policy: Policy, user_id: int, app: App, asked: AskedInstall, now: int
) -> list[Outlook]:
    """The person's accounts by name, each with the decision it would give. Nothing is stored: nobody has asked yet."""
    outlooks = []
    for membership in tx.people.memberships(user_id):
        account = tx.accounts.get(membership.account_id)
        if account is None:
            continue
        decision = decide(policy, question_for(tx, policy, account, membership, app, asked.url, now))
        connected = tx.connections.live(account.id, app.id, user_id)
        outlooks.append(Outlook(account, membership.super_admin, membership.permission_set, decision, connected))
    return sorted(outlooks, key=lambda outlook: (outlook.account.name.casefold(), outlook.account.id))


def start_install(
    tx: Transaction,
    policy: Policy,
    *,
    account_id: int,
    session: Session,
    app: App,
    asked: AskedInstall,
    consent_digest: bytes,
    now: int,
) -> InstallStarted:
    """Decide, and store what follows: a consent page bound to the session, or a case. One audit row either way."""
    found = active_member(tx, account_id, session.user_id)
    if found is None:
        return NotThere()
    account, membership = found
    decision = decide(policy, question_for(tx, policy, account, membership, app, asked.url, now))
    if isinstance(decision, Refused):
        return refuse_install(tx, account, app, session.user_id, asked, decision, now)
    consent = tx.consents.add(
        Consent(
            account_id=account_id,
            id=0,
            digest=consent_digest,
            session_id=session.id,
            user_id=session.user_id,
            app_id=app.id,
            asked=asked,
            expires_at=now + lifetimes.CONSENT_FORM,
        )
    )
    _audit(tx, account_id, Act.CONSENT_SHOWN, session.user_id, app, decision)
    return ConsentShown(account, app, consent, decision, tx.connections.live(account_id, app.id, session.user_id))


def refuse_install(
    tx: Transaction, account: Account, app: App, user_id: int, asked: AskedInstall, decision: Refused, now: int
) -> InstallRefused:
    """Open the case (or find the same one) and note the decision."""
    expire_cases(tx, account.id, user_id, now)
    case = tx.cases.open(account.id, app_id=app.id, user_id=user_id, reasons=decision.reasons, asked=asked, now=now)
    case_opened(tx, case, now)
    _audit(tx, account.id, Act.INSTALL_REFUSED, user_id, app, decision, case=case.id)
    return InstallRefused(account, app, asked, decision, case)


def _audit(
    tx: Transaction, account_id: int, act: Act, user_id: int, app: App, decision: Decision, case: int | None = None
) -> None:
    data = decision_data(decision) | {"manifest_version": app.manifest_version}
    if case is not None:
        data["case"] = case
    tx.audit.append(account_id, AuditEntry(act=act, actor=user_id, app_id=app.id, data=data))
