"""Changes of an account's plan in words, and plans side by side."""

from collections.abc import Mapping

from admittance.core.decide import Question
from admittance.core.remedies.remedy import PlanChange
from admittance.explain.people import all_of
from admittance.usecases.compare_plans import ComparedPlan, Comparison, Standing, compare_plans
from admittance.usecases.remedies_now import RemediesNow
from admittance.web.pages.plan_table import PlanColumn, PlanRow, PlanTable
from admittance.web.present.reader import Reader

MOST_TABLES = 4
"""Ways to change the plan that are compared at length; all of them stand by name."""
MOST_ROWS = 12


def plan_change(reader: Reader, changes: tuple[PlanChange, ...]) -> str:
    """ "Marketing Hub Starter → Marketing Hub Professional"; several products are all to be changed."""
    return all_of([_one_change(reader, change) for change in changes], reader.words)


def plan_ways(reader: Reader, now: RemediesNow) -> tuple[str, ...]:
    """Every smallest change of the plan that does, in order."""
    return tuple(plan_change(reader, changes) for changes in now.plans)


def plan_tables(
    reader: Reader, app: str, question: Question, subscriptions: Mapping[str, str], now: RemediesNow
) -> tuple[PlanTable, ...]:
    """The first ways to change the plan, each beside today's."""
    compared = compare_plans(reader.catalogue, question, subscriptions, now.plans[:MOST_TABLES])
    return tuple(_table(reader, app, one, subscriptions) for one in compared if len(one.plans) > 1)


def _one_change(reader: Reader, change: PlanChange) -> str:
    t, labels = reader.words, reader.catalogue.labels(reader.language.value)
    after = labels.plan(change.product, change.after)
    if change.before is None:
        return t.gettext("Add %(plan)s") % {"plan": after}
    return f"{labels.plan(change.product, change.before)} → {after}"


def _table(reader: Reader, app: str, one: Comparison, subscriptions: Mapping[str, str]) -> PlanTable:
    labels, products = reader.catalogue.labels(reader.language.value), {change.product for change in one.changes}
    named = " + ".join(labels.product(product) for product in sorted(products))
    lacking = [scope for scope in one.scopes if scope not in one.plans[0].included]
    rows = one.scopes[: max(MOST_ROWS, len(lacking))]
    others = {product: tier for product, tier in subscriptions.items() if product not in products}
    return PlanTable(
        title=reader.words.gettext("%(products)s, compared for this app") % {"products": named},
        app=app,
        columns=tuple(PlanColumn(_column(reader, one, plan), plan.standing) for plan in one.plans),
        rows=tuple(
            PlanRow(reader.labels.scope(scope), scope, tuple(scope in plan.included for plan in one.plans))
            for scope in rows
        ),
        others=len(one.scopes) - len(rows),
        unchanged=", ".join(reader.catalogue.plan_labels(others, reader.language.value)),
    )


def _column(reader: Reader, one: Comparison, plan: ComparedPlan) -> str:
    """The tier, where one product is compared; else each product with its tier."""
    labels, t = reader.catalogue.labels(reader.language.value), reader.words
    if len(one.changes) == 1:
        tier = plan.subscriptions.get(one.changes[0].product)
        return labels.tier(tier) if tier else t.gettext("Not in the plan")
    if plan.standing is Standing.TODAY:
        return t.gettext("The plan")
    return " + ".join(labels.plan(change.product, change.after) for change in one.changes)
