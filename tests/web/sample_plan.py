"""Sample pages of products and plan."""

from admittance.explain.people import Contact
from admittance.web.pages.frame import Section
from admittance.web.pages.plan import CaseRow, PlanChangePage, PlanPage, ProductCard, TierRow, TouchedRow
from tests.web.sample_parts import Pages, Sample, settings_frame

PLAN = "/accounts/4821907/plan"
CASE = CaseRow(name="C-8W2F", url="/accounts/4821907/cases/C-8W2F", person="Maria Lindqvist", app="Formwork Campaigns")
TOUCHED = TouchedRow(person="Ingrid Vik", app="Formwork Campaigns", scopes=("View and edit workflows",))
TOOLS = ("Calling", "Forms", "Lists", "Records", "Tickets")
MARKETING = ProductCard(
    key="marketing_hub",
    name="Marketing Hub",
    tier="Starter",
    ahead=(
        TierRow(
            plan="Marketing Hub Professional",
            tools_on=("Campaigns", "Workflows"),
            closes=(CASE,),
            resumes=2,
            url=f"{PLAN}/change?product=marketing_hub&tier=professional",
        ),
        TierRow(
            plan="Marketing Hub Enterprise", tools_on=("Custom objects",), closes=(), resumes=0, url=f"{PLAN}/change"
        ),
    ),
    lower=(("Marketing Hub Free", f"{PLAN}/change"), ("No Marketing Hub", f"{PLAN}/change")),
)
WEBSITE = ProductCard(
    key="website",
    name="Website add-on",
    tier="",
    ahead=(TierRow(plan="Website add-on", tools_on=(), closes=(), resumes=0, url=f"{PLAN}/change"),),
)


def plan_pages() -> Pages:
    """The plan for its owner, for any member, where it is changed elsewhere, and both ways of a change."""
    around = settings_frame(Section.PLAN)
    owner = PlanPage(products=(MARKETING, WEBSITE), tools=TOOLS, may_change=True)
    bare = ProductCard(key="marketing_hub", name="Marketing Hub", tier="Starter")
    member = PlanPage(products=(bare,), tools=(), may_change=False)
    elsewhere = PlanPage(
        products=(bare,), tools=TOOLS, may_change=False, operator=Contact("Harbor Support", "help@harbor.example")
    )
    yield Sample("plan", lambda _: owner, around)
    yield Sample("plan-member", lambda _: member, around)
    yield Sample("plan-elsewhere", lambda _: elsewhere, around)
    yield Sample("plan-upgrade", lambda _: _change(upgrade=True), around)
    yield Sample("plan-downgrade", lambda _: _change(upgrade=False), around)


def _change(*, upgrade: bool) -> PlanChangePage:
    low, high = "Marketing Hub Starter", "Marketing Hub Professional"
    return PlanChangePage(
        product="marketing_hub",
        before=low if upgrade else high,
        after=high if upgrade else low,
        upgrade=upgrade,
        tools_on=("Campaigns", "Workflows") if upgrade else (),
        tools_off=() if upgrade else ("Campaigns", "Workflows"),
        closes=(CASE,) if upgrade else (),
        stops=() if upgrade else (TOUCHED,),
        resumes=(TOUCHED,) if upgrade else (),
        action=PLAN,
        hidden=(("product", "marketing_hub"), ("tier", "professional"), ("seen", "starter")),
        cancel_url=PLAN,
    )
