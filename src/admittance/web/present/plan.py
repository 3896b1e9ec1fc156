"""Products & plan as its pages."""

from urllib.parse import urlencode

from admittance.http.addresses import case_path
from admittance.usecases.case_name import case_name
from admittance.usecases.plan import OpenCase, PlanEffect, PlanPreview, PlanShown, Touched
from admittance.web.pages.plan import CaseRow, PlanChangePage, PlanPage, ProductCard, TierRow, TouchedRow
from admittance.web.present.reader import Reader

NOTHING = ""
"""How a form says "no subscription"."""


def plan_path(account_id: int) -> str:
    """The plan of an account."""
    return f"/accounts/{account_id}/plan"


def plan_page(reader: Reader, shown: PlanShown) -> PlanPage:
    """Every product, the ones the account has first; ways up and down for whoever may take them."""
    changes = shown.may_change and reader.settings.change_plans
    cards = [_card(reader, shown, name, changes=changes) for name in reader.catalogue.products]
    return PlanPage(
        products=tuple(sorted(cards, key=lambda card: not card.tier)),
        tools=_names(reader, shown.tools),
        may_change=changes,
        operator=reader.operator if shown.may_change and not changes else None,
    )


def _card(reader: Reader, shown: PlanShown, name: str, *, changes: bool) -> ProductCard:
    labels = reader.catalogue.labels(reader.language.value)
    held = shown.subscriptions.get(name)
    account_id = shown.account.id
    ahead = tuple(
        TierRow(
            plan=plan_words(reader, name, effect.tier),
            tools_on=_names(reader, effect.tools_on),
            closes=_cases(effect.closes),
            resumes=len(effect.resumes),
            url=_change_path(account_id, name, effect.tier) if changes else "",
        )
        for effect in shown.ahead
        if effect.product == name
    )
    return ProductCard(
        key=name,
        name=labels.product(name),
        tier=labels.tier(held) if held else "",
        ahead=ahead,
        lower=_lower(reader, account_id, name, held) if changes and held else (),
    )


def _lower(reader: Reader, account_id: int, name: str, held: str) -> tuple[tuple[str, str], ...]:
    tiers = tuple(reader.catalogue.products[name].tiers)
    below: tuple[str | None, ...] = (*reversed(tiers[: tiers.index(held)]), None) if held in tiers else (None,)
    return tuple((plan_words(reader, name, tier), _change_path(account_id, name, tier)) for tier in below)


def _change_path(account_id: int, product: str, tier: str | None) -> str:
    return f"{plan_path(account_id)}/change?{urlencode({'product': product, 'tier': tier or NOTHING})}"


def plan_words(reader: Reader, product: str, tier: str | None) -> str:
    """A product at a tier, or without one."""
    labels = reader.catalogue.labels(reader.language.value)
    if tier is None:
        return reader.words.gettext("No %(product)s") % {"product": labels.product(product)}
    return labels.plan(product, tier)


def plan_change_page(reader: Reader, previewed: PlanPreview) -> PlanChangePage:
    """The page that asks first."""
    effect, account_id = previewed.effect, previewed.account.id
    return PlanChangePage(
        product=effect.product,
        before=plan_words(reader, effect.product, previewed.current),
        after=plan_words(reader, effect.product, effect.tier),
        upgrade=_weight(reader, effect, effect.tier) > _weight(reader, effect, previewed.current),
        tools_on=_names(reader, effect.tools_on),
        tools_off=_names(reader, effect.tools_off),
        closes=_cases(effect.closes),
        stops=tuple(_touched(reader, one) for one in effect.stops),
        resumes=tuple(_touched(reader, one) for one in effect.resumes),
        action=plan_path(account_id),
        hidden=(
            ("product", effect.product),
            ("tier", effect.tier or NOTHING),
            ("seen", previewed.current or NOTHING),
        ),
        cancel_url=plan_path(account_id),
    )


def _weight(reader: Reader, effect: PlanEffect, tier: str | None) -> int:
    tiers = tuple(reader.catalogue.products[effect.product].tiers)
    return tiers.index(tier) if tier in tiers else -1


def _names(reader: Reader, tools: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted((reader.labels.tool(tool) for tool in tools), key=str.casefold))


def _cases(closes: tuple[OpenCase, ...]) -> tuple[CaseRow, ...]:
    return tuple(
        CaseRow(
            name=case_name(one.case.id),
            url=case_path(one.case.account_id, one.case.id),
            person=one.user.name,
            app=one.app.name,
        )
        for one in closes
    )


def _touched(reader: Reader, one: Touched) -> TouchedRow:
    scopes = tuple(sorted(reader.labels.scope(scope) for scope in one.scopes))
    return TouchedRow(person=one.user.name, app=one.app.name, scopes=scopes)
