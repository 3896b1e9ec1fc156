"""Sample pages of taking a connection over."""

from admittance.explain.languages import Language, translations
from admittance.explain.reasons import explain
from admittance.web.pages.connected_apps import GivenScope
from admittance.web.pages.frame import Section
from admittance.web.pages.parts import avatar
from admittance.web.pages.re_anchor import CandidateRow, ReAnchorPage, TakeOverPage
from tests.explain.sample import WRITE_MISSING, SampleLabels, scene
from tests.web.sample_parts import RINGLANE, Pages, Sample, settings_frame, with_

PATH = "/accounts/4821907/connections/31"


def re_anchor_pages() -> Pages:
    """Whom to ask, nobody to ask, and the question with and without everything that it takes."""
    around = settings_frame(Section.CONNECTED_APPS)
    asking = ReAnchorPage(
        app=RINGLANE,
        person="Sara Holm",
        candidates=(
            CandidateRow(user_id=11, person=avatar(11, "Jonas Berg"), access="Super Admin", passes=True),
            CandidateRow(user_id=18, person=avatar(18, "Lova Ek"), access="Viewer", passes=False),
        ),
        action=f"{PATH}/re-anchor",
        cancel_url="/accounts/4821907/apps",
    )
    yield Sample("re-anchor", lambda _: asking, around)
    yield Sample("re-anchor-problem", lambda _: with_(asking, problem="They have a connection of their own."), around)
    yield Sample("re-anchor-nobody", lambda _: with_(asking, candidates=()), around)
    yield Sample("take-over", lambda language: _take_over(language, lacking=False), around)
    yield Sample("take-over-lacking", lambda language: _take_over(language, lacking=True), around)


def _take_over(language: Language, *, lacking: bool) -> TakeOverPage:
    labels, words = SampleLabels(language), translations(language)
    return TakeOverPage(
        app=RINGLANE,
        person="Sara Holm",
        proposed_by="Jonas Berg",
        scopes=tuple(GivenScope(scope, labels.scope(scope)) for scope in ("oauth", "tickets")),
        explanations=(explain(WRITE_MISSING, scene(), labels, words),) if lacking else (),
        action=f"{PATH}/take-over",
        later_url="/accounts/4821907/apps",
    )
