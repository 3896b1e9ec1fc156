"""Connected apps with a connection that has drifted, under each of the account's choices."""

from admittance.explain.languages import Language
from admittance.web.pages.connected_apps import ConnectedAppsPage, GivenScope
from admittance.web.pages.frame import Section
from tests.web.sample_parts import Pages, Sample, settings_frame, with_
from tests.web.sample_settings import connected_apps


def drift_pages() -> Pages:
    """Keep, warn and suspend."""
    around = settings_frame(Section.CONNECTED_APPS)
    yield Sample("drift-keep", lambda language: _drifted(language, "keep"), around)
    yield Sample("drift-warn", lambda language: _drifted(language, "warn"), around)
    yield Sample("drift-suspend", lambda language: _drifted(language, "suspend"), around)


def _drifted(language: Language, policy: str) -> ConnectedAppsPage:
    page = connected_apps(language)
    card = page.apps[0]
    lost = (GivenScope("tickets", "View and edit tickets"), GivenScope("crm.lists.read", "View lists"))
    row = with_(card.rows[0], drift=lost, rights_now="Service agent")
    first = with_(card, rows=(row, *card.rows[1:]))
    return with_(
        page, apps=(first, *page.apps[1:]), drift_policy=policy, policy_action="/accounts/4821907/drift-policy"
    )
