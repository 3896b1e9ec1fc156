"""An account's products and tiers: what they switch on, what another tier would, and changing one."""

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from admittance.catalogue.model import Catalogue
from admittance.core.decide import Granted, decide
from admittance.core.duties import Duty
from admittance.core.policy import Policy
from admittance.core.sufficing import switched_on
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.case_question import OpenQuestion, case_question
from admittance.usecases.case_records import Case
from admittance.usecases.outcomes import NotThere
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, rights_of
from admittance.usecases.records import Account, App, Connection, User
from admittance.usecases.solve_cases import NOT_OVER, begin_solving

MOST_CASES = 500
"""Open cases that are decided again for one look, the newest first: at most so many decisions for each tier."""


class OpenCase(Struct, frozen=True):
    """A case that would close, with its person and app."""

    case: Case
    user: User
    app: App


class Touched(Struct, frozen=True):
    """A connection whose scopes the plan touches: they stop or start to work, and stay granted (product rule 11)."""

    connection: Connection
    user: User
    app: App
    scopes: frozenset[str]


class PlanEffect(Struct, frozen=True, kw_only=True):
    """What one product at another tier would do. `tools_on` and `tools_off` are tool ids in the catalogue's order."""

    product: str
    tier: str | None
    tools_on: tuple[str, ...]
    tools_off: tuple[str, ...]
    closes: tuple[OpenCase, ...]
    stops: tuple[Touched, ...]
    resumes: tuple[Touched, ...]


class PlanShown(Struct, frozen=True, kw_only=True):
    """The plan. `ahead` has every higher tier of each product for whoever may change the plan; empty for others."""

    account: Account
    subscriptions: Mapping[str, str]
    tools: tuple[str, ...]
    may_change: bool
    ahead: tuple[PlanEffect, ...]


class PlanPreview(Struct, frozen=True):
    """One change, before it is made. `current` is the tier that the form has to name again."""

    account: Account
    current: str | None
    effect: PlanEffect


class PlanChanged(Struct, frozen=True, kw_only=True):
    """In force now. `solved` are the cases that closed with it; `more`: others are looked at right after."""

    product: str
    before: str | None
    after: str | None
    solved: tuple[Case, ...]
    more: bool


class MayNotChange(Struct, frozen=True):
    """The person sees the plan, and changing it is somebody else's."""


class PlanMoved(Struct, frozen=True):
    """The plan is not what the form had seen; nothing was changed. `current` is the product's tier now."""

    current: str | None


Previewed: TypeAlias = PlanPreview | NotThere | MayNotChange
PlanAnswer: TypeAlias = PlanChanged | PlanMoved | NotThere | MayNotChange


def show_plan(
    tx: Transaction, catalogue: Catalogue, account_id: int, user_id: int, now: int, *, product: str | None = None
) -> PlanShown | NotThere:
    """Every member may know what the account has. What a change would do names people, so it is for whoever may make
    it; `product` narrows that to one.
    """
    found = active_member(tx, account_id, user_id)
    if found is None:
        return NotThere()
    policy, held = catalogue.policy, tx.accounts.subscriptions(account_id)
    may = policy.may(rights_of(policy, found.membership), Duty.EDIT_PLAN)
    effects = (
        _effect(tx, catalogue, found.account, name, tier, now)
        for name, tier in _higher(catalogue, held)
        if product in (None, name)
    )
    return PlanShown(
        account=found.account,
        subscriptions=held,
        tools=_tools_in(catalogue, policy.tools(held)),
        may_change=may,
        ahead=tuple(effects) if may else (),
    )


def preview_plan(
    tx: Transaction, catalogue: Catalogue, account_id: int, user_id: int, product: str, tier: str | None, now: int
) -> Previewed:
    """What `product` at `tier` would do; None ends the subscription. Nothing is changed."""
    account = _changeable(tx, catalogue, account_id, user_id, product, tier)
    if not isinstance(account, Account):
        return account
    current = tx.accounts.subscriptions(account_id).get(product)
    return PlanPreview(account, current, _effect(tx, catalogue, account, product, tier, now))


def _changeable(
    tx: Transaction, catalogue: Catalogue, account_id: int, user_id: int, product: str, tier: str | None
) -> Account | NotThere | MayNotChange:
    """The account, if the person may put `product` there at `tier`."""
    found = active_member(tx, account_id, user_id)
    if found is None or not _exists(catalogue, product, tier):
        return NotThere()
    may = catalogue.policy.may(rights_of(catalogue.policy, found.membership), Duty.EDIT_PLAN)
    return found.account if may else MayNotChange()


def change_plan(
    tx: Transaction,
    catalogue: Catalogue,
    account_id: int,
    user_id: int,
    product: str,
    *,
    seen: str | None,
    tier: str | None,
    now: int,
) -> PlanAnswer:
    """Put `product` at `tier`, if it still stands at `seen`. It counts at once; cases whose cause is gone close."""
    account = _changeable(tx, catalogue, account_id, user_id, product, tier)
    if not isinstance(account, Account):
        return account
    current = tx.accounts.subscriptions(account_id).get(product)
    if current != seen or seen == tier:
        return PlanMoved(current)
    tx.accounts.subscribe(account_id, product, tier)
    data = {"product": product, "from": seen, "to": tier}
    tx.audit.append(account_id, AuditEntry(act=Act.PLAN_CHANGED, actor=user_id, data=data))
    closed = begin_solving(tx, catalogue.policy, account_id, now)
    return PlanChanged(product=product, before=seen, after=tier, solved=closed.solved, more=closed.more)


def _exists(catalogue: Catalogue, product: str, tier: str | None) -> bool:
    found = catalogue.products.get(product)
    return found is not None and (tier is None or tier in found.tiers)


def _higher(catalogue: Catalogue, held: Mapping[str, str]) -> list[tuple[str, str]]:
    """Every (product, tier) above what the account has, product by product, the lowest first."""
    pairs = []
    for name, product in catalogue.products.items():
        tiers = tuple(product.tiers)
        reached = tiers.index(held[name]) + 1 if held.get(name) in tiers else 0
        pairs += [(name, tier) for tier in tiers[reached:]]
    return pairs


def _effect(
    tx: Transaction, catalogue: Catalogue, account: Account, product: str, tier: str | None, now: int
) -> PlanEffect:
    policy, held = catalogue.policy, tx.accounts.subscriptions(account.id)
    then = {name: at for name, at in held.items() if name != product} | ({product: tier} if tier else {})
    before, after = policy.tools(held), policy.tools(then)
    return PlanEffect(
        product=product,
        tier=tier,
        tools_on=_tools_in(catalogue, after & ~before),
        tools_off=_tools_in(catalogue, before & ~after),
        closes=_closed_by(tx, policy, account.id, after, now) if after & ~before else (),
        stops=_touched(tx, policy, account.id, before, after) if before & ~after else (),
        resumes=_touched(tx, policy, account.id, after, before) if after & ~before else (),
    )


def _tools_in(catalogue: Catalogue, mask: int) -> tuple[str, ...]:
    return tuple(tool for tool in catalogue.tools if catalogue.policy.tool_bits[tool] & mask)


def _closed_by(tx: Transaction, policy: Policy, account_id: int, tools: int, now: int) -> tuple[OpenCase, ...]:
    """The open cases that a decision with `tools` would grant."""
    closed = []
    for case in tx.cases.in_account(account_id, states=NOT_OVER)[:MOST_CASES]:
        asked = case_question(tx, policy, case, now)
        if case.expires_at <= now or not isinstance(asked, OpenQuestion):
            continue
        user = tx.people.user(case.user_id)
        if user is not None and isinstance(decide(policy, replace(asked.question, tools=tools)), Granted):
            closed.append(OpenCase(case, user, asked.app))
    return tuple(closed)


def _touched(tx: Transaction, policy: Policy, account_id: int, has: int, lacks: int) -> tuple[Touched, ...]:
    """Connections with the scopes that work with the tools `has` and not with `lacks`."""
    touched = []
    for connection in tx.connections.in_account(account_id):
        lost = switched_on(policy, connection.granted, has) - switched_on(policy, connection.granted, lacks)
        user, app = tx.people.user(connection.user_id), tx.apps.get(connection.app_id)
        if lost and user is not None and app is not None:
            touched.append(Touched(connection, user, app, lost))
    return tuple(touched)
