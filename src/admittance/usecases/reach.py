"""What a granted scope can still do after a plan or a manifest changed (product rule 11)."""

from msgspec import Struct

from admittance.core.policy import Policy
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App


class Reach(Struct, frozen=True):
    """`usable` scopes work, `without_tool` ones wait for the plan, the rest left the manifest or the catalogue."""

    usable: frozenset[str]
    without_tool: frozenset[str]


def reach_of(tx: Transaction, policy: Policy, account_id: int, app: App, scopes: frozenset[str]) -> Reach:
    """Sort `scopes` by what the account's plan and the app's manifest allow now."""
    known = {scope for scope in scopes if scope in policy.needs} & app.manifest.configured
    tools = policy.tools(tx.accounts.subscriptions(account_id))
    usable = frozenset(scope for scope in known if any(mask & tools == mask for mask in policy.needs[scope].tool_masks))
    return Reach(usable, frozenset(known - usable))
