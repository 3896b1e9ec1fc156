"""A case's page: what stands out on it."""

from admittance.explain.languages import Language
from tests.web.gallery import shown

PLAN = 'button-primary" href="/accounts/4821907/plan"'


def test_what_somebody_wrote_stands_between_the_languages_marks() -> None:
    """A message is quoted as the reader's language does it."""
    assert "“I start the evening phone shift tomorrow. Thank you.”" in shown("case-waiting", Language.EN)
    assert "”I start the evening phone shift tomorrow. Thank you.”" in shown("case-waiting", Language.SV)


def test_the_way_to_the_plan_stands_out_where_nothing_can_be_approved() -> None:
    """One primary action a page: the plan's for whoever only manages the plan, the approval where there is one."""
    assert PLAN in shown("case-plan", Language.EN)
    both = shown("case-plan-and-permission", Language.EN)
    assert PLAN not in both
    assert both.count("button-primary") == 1
