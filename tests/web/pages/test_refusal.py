"""The refusal page's model."""

import pytest

from admittance.core.reasons import Audience, RequiredMissing
from admittance.explain.languages import Language
from tests.explain.sample import EVERY_REASON, INSTALLS, NO_WORKFLOWS, WRITE_MISSING
from tests.web.gallery import SAMPLES, shown
from tests.web.sample_refusals import refusal

LINK = RequiredMissing("crm.lists.read")
REFUSALS = [name for name in SAMPLES if name.startswith("refusal")]


def test_each_kind_of_helper_stands_there_once() -> None:
    """Who can mend is listed once per kind of helper, in headline order, with each of their fixes once."""
    page = refusal(Language.EN, (LINK, NO_WORKFLOWS, INSTALLS, WRITE_MISSING, WRITE_MISSING))
    assert [mender.audience for mender in page.menders] == [Audience.DEVELOPER, Audience.PLAN_OWNER, Audience.ADMIN]
    assert len(page.menders[2].fixes) == 2


def test_a_plan_refusal_always_shows_the_apps_support() -> None:
    """Where the plan is what is missing, the app's support contact is shown too (product section 1)."""
    page = refusal(Language.EN, (NO_WORKFLOWS,), app="Formwork Campaigns")
    assert page.menders[0].also is not None
    assert page.menders[0].also.email == "support@formwork.example"
    assert "support@formwork.example" in shown("refusal-account", Language.EN)


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_blames_nobody(name: str) -> None:
    """No refusal says error, denied, invalid, sorry or an exclamation mark, and none is red."""
    for language in Language:
        main = shown(name, language).split("<main")[1].split("</main>")[0]
        text = main.lower().replace("error=access_denied", "")  # the way back carries it to the app, out of sight
        assert not [word for word in ("denied", "invalid", "oops", "unfortunately", "sorry", "!") if word in text]
        assert "badge-bad" not in main
        assert "notice-bad" not in main


def test_reasons_of_several_helpers_are_numbered() -> None:
    """With several kinds of helper the reasons are numbered and the card says where to start."""
    html = shown("refusal-several", Language.EN)
    assert "reasons-numbered" in html
    assert "Start here" in html
    assert "reasons-numbered" not in shown("refusal-user", Language.EN)


def test_every_reason_has_its_own_card() -> None:
    """All reasons are on the page, not the first."""
    assert shown("refusal-every-reason", Language.EN).count("<article") == len(EVERY_REASON)


def test_the_corrected_link_holds_nothing_made_anew() -> None:
    """The link to copy has neither the state nor the challenge of the attempt."""
    html = shown("refusal-link", Language.EN)
    copied = html.split('id="corrected-link" value="')[1].split('"')[0]
    assert "state" not in copied
    assert "q81b77e0" not in html


def test_there_is_always_a_way_on() -> None:
    """Back to the app where that is trusted, otherwise the window may be closed; and another sign-in either way."""
    assert "Back to Ringlane Phone" in shown("refusal-user", Language.EN)
    assert "You can close this window." in shown("refusal-nobody", Language.EN)
    assert "Sign in as someone else" in shown("refusal-nobody", Language.EN)
