"""From what is stored to the question a decision answers."""

from admittance.core.decide import Question
from admittance.core.install_url import InstallUrl
from admittance.core.policy import EVERY_RIGHT, Policy
from admittance.usecases.ports import Transaction
from admittance.usecases.records import Account, App, Membership


def rights_of(policy: Policy, membership: Membership) -> int:
    """The mask of everything the member holds now: all of it for a Super Admin, nothing when deactivated."""
    if not membership.active:
        return 0
    return EVERY_RIGHT if membership.super_admin else policy.rights(membership.rights)


def question_for(
    tx: Transaction, policy: Policy, account: Account, membership: Membership, app: App, url: InstallUrl
) -> Question:
    """The question as it stands at this moment: rights, plan and install are read now (product rule 9)."""
    install = tx.installs.get(account.id, app.id)
    return Question(
        manifest=app.manifest,
        url=url,
        rights=rights_of(policy, membership),
        tools=policy.tools(tx.accounts.subscriptions(account.id)),
        installed=install is not None,
        granted_before=install.granted if install else frozenset(),
        always_ask_marketplace=account.always_ask_marketplace,
    )


def active_member(tx: Transaction, account_id: int, user_id: int) -> tuple[Account, Membership] | None:
    """The account and the user's membership in it; None when either is absent or inactive ("not there")."""
    account = tx.accounts.get(account_id)
    membership = tx.people.membership(account_id, user_id)
    if account is None or membership is None or not membership.active:
        return None
    return account, membership
