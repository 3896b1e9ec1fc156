"""A case's page: what stands out on it."""

from admittance.explain.languages import Language
from tests.web.gallery import shown

PLAN = 'button-primary" href="/accounts/4821907/plan"'


def test_the_way_to_the_plan_stands_out_where_nothing_can_be_approved() -> None:
    """One primary action a page: the plan's for whoever only manages the plan, the approval where there is one."""
    assert PLAN in shown("case-plan", Language.EN)
    both = shown("case-plan-and-permission", Language.EN)
    assert PLAN not in both
    assert both.count("button-primary") == 1
