"""A case's page: what stands out on it."""

from msgspec.structs import replace

from admittance.explain.languages import Language
from admittance.web.pages.case import FIRST_WAYS, CasePage
from admittance.web.render import render
from tests.web.gallery import SAMPLES, shown
from tests.web.sample_cases import waiting

PLAN = 'button-primary" href="/accounts/4821907/plan"'


def test_what_somebody_wrote_stands_between_the_languages_marks() -> None:
    """A message is quoted as the reader's language does it."""
    assert "“I start the evening phone shift tomorrow. Thank you.”" in shown("case-waiting", Language.EN)
    assert "”I start the evening phone shift tomorrow. Thank you.”" in shown("case-waiting", Language.SV)


def test_many_ways_fold_but_never_the_chosen_one() -> None:
    """The first ways are open to view and the rest one press away; what the person asked for is never hidden."""
    first, *rest = [replace(way, wanted=False, value=way.value or "way") for way in waiting().ways]
    few = replace(waiting(), ways=(first, *rest[:1] * FIRST_WAYS))
    assert few.further_ways == ()
    many = replace(few, ways=(*few.ways, replace(first, value="last")))
    assert len(many.first_ways) == FIRST_WAYS
    assert many.first_ways + many.further_ways == many.ways
    assert 'ways-rest">' in _rendered(many)
    wanted = replace(many, ways=(*few.ways, replace(first, value="last", wanted=True)))
    assert 'ways-rest" open>' in _rendered(wanted)


def _rendered(page: CasePage) -> str:
    return render(page, SAMPLES["case-waiting"].frame, Language.EN)


def test_the_way_to_the_plan_stands_out_where_nothing_can_be_approved() -> None:
    """One primary action a page: the plan's for whoever only manages the plan, the approval where there is one."""
    assert PLAN in shown("case-plan", Language.EN)
    both = shown("case-plan-and-permission", Language.EN)
    assert PLAN not in both
    assert both.count("button-primary") == 1
