"""What a granted scope can still do after a plan or a manifest changed (product rule 11)."""

from functools import lru_cache

from msgspec import Struct

from admittance.core.manifest import Manifest
from admittance.core.policy import Policy
from admittance.core.sufficing import switched_on
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App


class Reach(Struct, frozen=True):
    """`usable` scopes work, `without_tool` ones wait for the plan, the rest left the manifest or the catalogue."""

    usable: frozenset[str]
    without_tool: frozenset[str]


def reach_of(tx: Transaction, policy: Policy, account_id: int, app: App, scopes: frozenset[str]) -> Reach:
    """Sort `scopes` by what the account's plan and the app's manifest allow now."""
    return _sorted_out(policy, policy.tools(tx.accounts.subscriptions(account_id)), app.manifest, scopes)


# Hot: asked at every call with a token, about few grants and plans. A changed plan or manifest is another question.
@lru_cache(1024)
def _sorted_out(policy: Policy, tools: int, manifest: Manifest, scopes: frozenset[str]) -> Reach:
    known = scopes & policy.known & manifest.configured
    usable = switched_on(policy, known, tools)
    return Reach(usable, known - usable)
