"""The question behind a case, as it stands now."""

from typing import TypeAlias

from msgspec import Struct

from admittance.core.decide import Question
from admittance.core.install_url import InstallUrl
from admittance.core.manifest import Manifest
from admittance.core.policy import Policy
from admittance.core.reasons import (
    LostByCatalogue,
    MarketplaceMissing,
    PermissionMissing,
    Reason,
    ToolMissing,
)
from admittance.usecases.case_records import Case
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, question_for
from admittance.usecases.records import Account, App, Membership


class AppGone(Struct, frozen=True):
    """The app is not there any more, or disabled: nothing can be connected."""


class PersonGone(Struct, frozen=True):
    """The person has left the account, or was deactivated."""


class OpenQuestion(Struct, frozen=True):
    """A case's question as it stands now, with what it was built from."""

    account: Account
    membership: Membership
    app: App
    question: Question


CaseQuestion: TypeAlias = OpenQuestion | AppGone | PersonGone


def case_question(tx: Transaction, policy: Policy, case: Case, now: int) -> CaseQuestion:
    """What would be decided, were the person to try once more right now."""
    found, user = active_member(tx, case.account_id, case.user_id), tx.people.user(case.user_id)
    if found is None or user is None or not user.active:
        return PersonGone()
    app = tx.apps.get(case.app_id)
    if app is None or not app.enabled:
        return AppGone()
    account, membership = found
    url = case.asked.url if case.asked else _url_behind(app.manifest, case.reasons)
    return OpenQuestion(account, membership, app, question_for(tx, policy, account, membership, app, url, now))


def _url_behind(manifest: Manifest, reasons: tuple[Reason, ...]) -> InstallUrl:
    """Where a code was refused the request is gone; its causes name the conditional scopes that it asked for."""
    named = {scope for reason in reasons for scope in _demanded(reason)}
    return InstallUrl(manifest.required | (manifest.conditionally_required & named), frozenset())


def _demanded(reason: Reason) -> tuple[str, ...]:
    match reason:
        case ToolMissing() | PermissionMissing() | LostByCatalogue():
            return (reason.scope,)
        case MarketplaceMissing():
            return reason.scopes
        case _:
            return ()
