"""Why? — given user, app and account, the full decision as it stands now."""

from typing import TypeAlias

from msgspec import Struct

from admittance.core.decide import Decision, decide
from admittance.core.duties import Duty
from admittance.core.install_url import InstallUrl
from admittance.core.manifest import Manifest
from admittance.core.policy import Policy
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, question_for, rights_of
from admittance.usecases.records import Account, App, Install, User


class Why(Struct, frozen=True):
    """The answer with everything it rests on."""

    account: Account
    user: User
    app: App
    url: InstallUrl
    install: Install | None
    decision: Decision


class NothingToExplain(Struct, frozen=True):
    """The account, the person in it, or the app is not there (or not for the asker to see)."""


WhyAnswer: TypeAlias = Why | NothingToExplain


def whole_url(manifest: Manifest) -> InstallUrl:
    """The install URL that asks for everything the manifest has, each scope in its place."""
    return InstallUrl(manifest.required | manifest.conditionally_required, manifest.optional)


def explain_why(
    tx: Transaction, policy: Policy, account_id: int, user_id: int, app_id: int, now: int, url: InstallUrl | None = None
) -> WhyAnswer:
    """Decide without storing anything: a look, not an attempt. `url` None asks for the whole manifest."""
    found = active_member(tx, account_id, user_id)
    app, user = tx.apps.get(app_id), tx.people.user(user_id)
    if found is None or app is None or user is None:
        return NothingToExplain()
    asked = url or whole_url(app.manifest)
    question = question_for(tx, policy, found[0], found[1], app, asked, now)
    return Why(found[0], user, app, asked, tx.installs.get(account_id, app_id), decide(policy, question))


def may_ask_why(tx: Transaction, policy: Policy, account_id: int, asker_id: int, user_id: int) -> bool:
    """Everyone about themselves; about colleagues those who may see people."""
    found = active_member(tx, account_id, asker_id)
    return found is not None and (asker_id == user_id or policy.may(rights_of(policy, found[1]), Duty.SEE_PEOPLE))
