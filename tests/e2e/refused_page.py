"""A refusal as a person sees it, read off the page."""

from urllib.parse import parse_qsl, urlsplit

from msgspec import Struct
from playwright.sync_api import Locator, Page, Response, expect

from tests.e2e.person import open_as
from tests.e2e.server import Serving


class ReadReason(Struct, frozen=True):
    """One card: its category, the scope or what else it is about, what is missing, and who can mend it."""

    category: str
    about: str
    missing: tuple[str, ...]
    mended_by: tuple[str, ...]


class ReadRefusal(Struct, frozen=True, kw_only=True):
    """The whole page. `back` are the parameters that the way back carries to the app."""

    status: int
    language: str
    heading: str
    summary: str
    reasons: tuple[ReadReason, ...]
    helpers: str
    when: str
    case_url: str
    back_to: str
    back: dict[str, str]


def refused(server: Serving, page: Page, outcome: str) -> ReadRefusal:
    """Follow the demo's link of that outcome as the person it is meant for, and read the refusal."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer) if answer.request.is_navigation_request() else None)
    open_as(page, server.link(outcome))
    return read_refusal(page, answers[-1].status)


def read_refusal(page: Page, status: int) -> ReadRefusal:
    """The refusal that is shown."""
    expect(page.locator("h1.headline")).to_be_visible()
    aside = page.locator("aside")
    back = urlsplit(aside.locator("a[href*='error=']").get_attribute("href") or "")
    return ReadRefusal(
        status=status,
        language=page.locator("html").get_attribute("lang") or "",
        heading=_words(page.locator("h1")),
        summary=_words(page.locator(".refusal-summary")),
        reasons=tuple(_reason(card) for card in page.locator("ol.reasons > li").all()),
        helpers=_words(aside.locator("#fix")),
        when=_words(aside.locator("dd time")),
        case_url=aside.locator("dd a").first.get_attribute("href") or "",
        back_to=f"{back.scheme}://{back.netloc}{back.path}",
        back=dict(parse_qsl(back.query)),
    )


def _reason(card: Locator) -> ReadReason:
    chain = card.locator("ol.chain > li")
    return ReadReason(
        category=_words(card.locator(".badge")),
        about=_words(chain.nth(0).locator(".node-line").first),
        missing=tuple(_words(line) for line in chain.nth(1).locator(".node-line").all()),
        mended_by=_names(chain.nth(2)),
    )


def _names(node: Locator) -> tuple[str, ...]:
    people = node.locator(".node-people span:not(.avatar)").all() or node.locator(".node-line").all()
    return tuple(_words(one) for one in people)


def _words(part: Locator) -> str:
    return " ".join((part.text_content() or "").replace("\u200b", "").split())
