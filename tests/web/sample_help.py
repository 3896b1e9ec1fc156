"""Sample pages of the help."""

from functools import partial

from admittance.catalogue.loader import default_catalogue
from admittance.config import Settings
from admittance.demo.apps import demo_apps
from admittance.explain.languages import Language
from admittance.web.help.articles import SLUGS
from admittance.web.pages.help import AppAccessPage, HelpArticlePage, HelpIndexPage
from admittance.web.present.app_access import app_access_page
from admittance.web.present.help import help_article, help_index
from admittance.web.present.reader import Reader
from tests.web.sample_parts import Pages, Sample, frame

SETTINGS = Settings(operator_email="help@harbor.example", product_name="Harbor")
APPS = demo_apps("http://127.0.0.1:8400", 0)


def help_pages() -> Pages:
    """Every article as it is shipped, its form answered and not, and the minimum access rights of an app."""
    around = frame("/help", signed_in=False)
    yield Sample("help", _index, frame("/help"))
    for slug in SLUGS:
        yield Sample(f"help-{slug}", partial(_article, slug), around)
    yield Sample("help-thanked", partial(_article, "phone-panel", given=True), around)
    yield Sample("help-unanswered", partial(_article, "phone-panel", unanswered=True), around)
    yield Sample("help-access", _access, around)


def _reader(language: Language) -> Reader:
    return Reader(language=language, catalogue=default_catalogue(), settings=SETTINGS)


def _index(language: Language) -> HelpIndexPage:
    return help_index(_reader(language), APPS)


def _article(slug: str, language: Language, *, given: bool = False, unanswered: bool = False) -> HelpArticlePage:
    found = help_article(_reader(language), slug, given=given, unanswered=unanswered)
    assert found is not None
    return found


def _access(language: Language) -> AppAccessPage:
    return app_access_page(_reader(language), APPS[0])
