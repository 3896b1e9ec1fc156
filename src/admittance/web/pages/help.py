"""Help: the articles, and the minimum access rights of an app."""

from typing import ClassVar

from msgspec import Struct

from admittance.web.pages.parts import Mark


class HelpLink(Struct, frozen=True):
    """A way to another page of the help."""

    title: str
    url: str


class HelpIndexPage(Struct, frozen=True, kw_only=True):
    """All articles, and the apps whose minimum access rights can be looked up."""

    template: ClassVar[str] = "help_index.html"
    articles: tuple[HelpLink, ...]
    apps: tuple[HelpLink, ...]
    get_help_url: str = ""


class HelpSection(Struct, frozen=True, kw_only=True):
    """One part of an article, as in `web.help.articles`."""

    anchor: str
    heading: str
    text: tuple[str, ...]
    steps: tuple[str, ...]
    level: int
    folded: bool


class ToolPlans(Struct, frozen=True):
    """A tool and the smallest plans that have it, in words."""

    tool: str
    plans: tuple[str, ...]


class FeedbackForm(Struct, frozen=True, kw_only=True):
    """Was this helpful? `longest` is how many characters a comment may have; `given` once it was sent."""

    action: str
    longest: int
    given: bool = False
    unanswered: bool = False


class HelpArticlePage(Struct, frozen=True, kw_only=True):
    """One article. `available` are the plans it holds for, empty for all; `english_url` is set for a machine's
    translation. `updated` is a day, as its first millisecond in UTC.
    """

    template: ClassVar[str] = "help_article.html"
    title: str
    applies_to: str
    updated: int
    available: tuple[str, ...]
    sections: tuple[HelpSection, ...]
    tools: tuple[ToolPlans, ...]
    english_url: str = ""
    similar: tuple[HelpLink, ...]
    feedback: FeedbackForm
    get_help_url: str = ""


class AccessRow(Struct, frozen=True, kw_only=True):
    """A scope with what stands behind it. `permissions` and `tools` are ways, each of which would do; empty where every
    person, every account, has it. `kind` is in words.
    """

    scope: str
    label: str
    kind: str
    permissions: tuple[str, ...]
    tools: tuple[ToolPlans, ...]


class AppAccessPage(Struct, frozen=True, kw_only=True):
    """Minimum access rights of an app. `installing` is the right that bringing it into an account takes; `sets` are the
    permission sets that hold everything that is required.
    """

    template: ClassVar[str] = "app_access.html"
    app: Mark
    maker: str
    manifest_version: int
    rows: tuple[AccessRow, ...]
    installing: str
    sets: tuple[str, ...]
    get_help_url: str = ""
