"""Why? — given user, app and account, the full decision as it stands now."""

from typing import TypeAlias

from msgspec import Struct

from admittance.catalogue.model import Catalogue
from admittance.core.decide import Decision, Question, decide
from admittance.core.duties import Duty
from admittance.core.install_url import InstallUrl
from admittance.core.manifest import Manifest
from admittance.core.policy import Policy
from admittance.usecases.mending import after_the_first
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, question_for, rights_of
from admittance.usecases.records import Account, App, Install, User
from admittance.usecases.remedies_now import RemediesNow, remedies_now


class Why(Struct, frozen=True, kw_only=True):
    """The answer with everything it rests on, and what would mend a refusal. `after`: the question once the first
    remedy is carried out.
    """

    account: Account
    user: User
    app: App
    url: InstallUrl
    install: Install | None
    decision: Decision
    remedies: RemediesNow
    after: Question | None


class NothingToExplain(Struct, frozen=True):
    """The account, the person in it, or the app is not there (or not for the asker to see)."""


WhyAnswer: TypeAlias = Why | NothingToExplain


def whole_url(manifest: Manifest) -> InstallUrl:
    """The install URL that asks for everything the manifest has, each scope in its place."""
    return InstallUrl(manifest.required | manifest.conditionally_required, manifest.optional)


def explain_why(
    tx: Transaction,
    catalogue: Catalogue,
    account_id: int,
    user_id: int,
    app_id: int,
    now: int,
    url: InstallUrl | None = None,
) -> WhyAnswer:
    """Decide without storing anything: a look, not an attempt. `url` None asks for the whole manifest."""
    found = active_member(tx, account_id, user_id)
    app, user = tx.apps.get(app_id), tx.people.user(user_id)
    if found is None or app is None or user is None:
        return NothingToExplain()
    asked = url or whole_url(app.manifest)
    account, membership = found
    question = question_for(tx, catalogue.policy, account, membership, app, asked, now)
    remedies = remedies_now(tx, catalogue, membership, question)
    return Why(
        account=account,
        user=user,
        app=app,
        url=asked,
        install=tx.installs.get(account_id, app_id),
        decision=decide(catalogue.policy, question),
        remedies=remedies,
        after=after_the_first(tx, catalogue, question, remedies, account_id),
    )


def may_ask_why(tx: Transaction, policy: Policy, account_id: int, asker_id: int, user_id: int) -> bool:
    """Everyone about themselves; about colleagues those who may see people."""
    found = active_member(tx, account_id, asker_id)
    if found is None or asker_id == user_id:
        return found is not None
    return policy.may(rights_of(policy, found.membership), Duty.SEE_PEOPLE)
