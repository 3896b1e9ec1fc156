"""Help articles as their pages."""

from calendar import timegm

from admittance.core.reasons import RefusalCode
from admittance.core.sufficing import switched_on
from admittance.explain.headings import heading
from admittance.explain.languages import Language
from admittance.usecases.help_feedback import LONGEST_COMMENT
from admittance.usecases.records import App
from admittance.web.help.articles import SLUGS, Article, Translation, Written, article, article_path, slug_of
from admittance.web.pages.help import (
    FeedbackForm,
    HelpArticlePage,
    HelpIndexPage,
    HelpLink,
    HelpSection,
    ToolPlans,
)
from admittance.web.present.reader import Reader


def get_help_url(reader: Reader) -> str:
    """Where people get help from a person: the operator's setting, otherwise their address; empty where neither is."""
    settings = reader.settings
    return settings.help_url or (f"mailto:{settings.operator_email}" if settings.operator_email else "")


def access_path(app: App) -> str:
    """The page with an app's minimum access rights."""
    return f"/help/apps/{app.client_id}/access"


def article_title(reader: Reader, code: RefusalCode) -> str:
    """What the article of a refusal is called in a link to it."""
    written = article(slug_of(code), reader.language)
    return written.short if written else ""


def help_index(reader: Reader, apps: tuple[App, ...]) -> HelpIndexPage:
    """All articles in the reader's language; `apps` are the ones to list."""
    return HelpIndexPage(
        articles=_links(reader, SLUGS),
        apps=tuple(HelpLink(app.name, access_path(app)) for app in apps),
        get_help_url=get_help_url(reader),
    )


def help_article(reader: Reader, slug: str, *, given: bool = False, unanswered: bool = False) -> HelpArticlePage | None:
    """The article with what the catalogue adds to it; None where there is none of that name."""
    written = article(slug, reader.language)
    if written is None:
        return None
    machine = written.translation is Translation.MACHINE and reader.language is not Language.EN
    return HelpArticlePage(
        title=written.title,
        applies_to=written.applies_to,
        updated=timegm(written.updated.timetuple()) * 1000,
        available=_available(reader, written.scopes),
        sections=tuple(_section(reader, written, section) for section in written.sections),
        tools=_tools(reader) if written.tools else (),
        english_url=f"{article_path(slug)}?language={Language.EN.value}" if machine else "",
        similar=_links(reader, tuple(other for other in SLUGS if other != slug)),
        feedback=FeedbackForm(
            action=f"{article_path(slug)}/feedback", longest=LONGEST_COMMENT, given=given, unanswered=unanswered
        ),
        get_help_url=get_help_url(reader),
    )


def _links(reader: Reader, slugs: tuple[str, ...]) -> tuple[HelpLink, ...]:
    found = ((slug, article(slug, reader.language)) for slug in slugs)
    return tuple(HelpLink(one.short, article_path(slug)) for slug, one in found if one is not None)


def _section(reader: Reader, written: Article, section: Written) -> HelpSection:
    official = heading(written.about, reader.settings.product_name, reader.words).text if written.about else ""
    return HelpSection(
        anchor=section.anchor,
        heading=section.heading,
        text=tuple(text.replace("{heading}", official) for text in section.text),
        steps=section.steps,
        level=section.level,
        folded=section.folded,
    )


def _available(reader: Reader, scopes: tuple[str, ...]) -> tuple[str, ...]:
    """The products from the lowest tier on which all `scopes` can be granted; empty where an account without any has
    them, so that every plan does.
    """
    if not scopes or _has(reader, {}, scopes):
        return ()
    labels, lowest = reader.catalogue.labels(reader.language.value), []
    for name, product in reader.catalogue.products.items():
        enough = next((tier for tier in product.tiers if _has(reader, {name: tier}, scopes)), None)
        if enough is not None:
            lowest.append(labels.plan(name, enough))
    return tuple(lowest)


def _has(reader: Reader, subscriptions: dict[str, str], scopes: tuple[str, ...]) -> bool:
    policy = reader.catalogue.policy
    known = policy.known.intersection(scopes)
    return switched_on(policy, known, policy.tools(subscriptions)) == known


def _tools(reader: Reader) -> tuple[ToolPlans, ...]:
    """Every tool that not every account has, by name."""
    labels = reader.labels
    rows = [
        ToolPlans(labels.tool(tool), plans) for tool in reader.catalogue.tools if (plans := labels.plans_with(tool))
    ]
    return tuple(sorted(rows, key=lambda row: row.tool.casefold()))
