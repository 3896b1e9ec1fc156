"""From what is stored to the question a decision answers."""

from typing import NamedTuple

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


def rights_for_app(tx: Transaction, policy: Policy, membership: Membership, app_id: int, now: int) -> int:
    """The member's own rights and, for this one app, those of an elevation that counts at `now` (product section 5).

    What an elevation adds is worked out at every look, so when it is over nothing has to be put back.
    """
    own = rights_of(policy, membership)
    if own == EVERY_RIGHT or not membership.active:
        return own
    elevation = tx.elevations.live(membership.account_id, membership.user_id, app_id, now)
    if elevation is None:
        return own
    return EVERY_RIGHT if elevation.super_admin else own | policy.rights(elevation.rights)


def question_for(
    tx: Transaction, policy: Policy, account: Account, membership: Membership, app: App, url: InstallUrl, now: int
) -> Question:
    """The question as it stands at `now`: rights, elevation, plan and install are read now (product rule 9)."""
    install = tx.installs.get(account.id, app.id)
    return Question(
        manifest=app.manifest,
        url=url,
        rights=rights_for_app(tx, policy, membership, app.id, now),
        tools=policy.tools(tx.accounts.subscriptions(account.id)),
        installed=install is not None,
        granted_before=install.granted if install else frozenset(),
        always_ask_marketplace=account.always_ask_marketplace,
    )


class Present(NamedTuple):
    """An account that is there for somebody, with their active membership in it."""

    account: Account
    membership: Membership


def active_member(tx: Transaction, account_id: int, user_id: int) -> Present | None:
    """The account and the user's membership in it; None when either is absent or inactive ("not there")."""
    account = tx.accounts.get(account_id)
    membership = tx.people.membership(account_id, user_id)
    if account is None or membership is None or not membership.active:
        return None
    return Present(account, membership)
