"""Page model and frame in, HTML out. The templates decide nothing that a model could have said."""

import re
from functools import cache
from gettext import NullTranslations
from typing import ClassVar, Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from admittance.explain.languages import Language, translations
from admittance.web.assets import asset
from admittance.web.help.articles import prose
from admittance.web.pages.frame import Frame
from admittance.web.pages.parts import avatar
from admittance.web.times import date, exact, machine_time, relative


class Page(Protocol):
    """A page model names its template."""

    template: ClassVar[str]


def render(page: Page, frame: Frame, language: Language) -> str:
    """The whole document. Raises `jinja2.UndefinedError` where a template asks for what the model lacks."""
    return environment(language).get_template(page.template).render(page=page, frame=frame)


@cache
def environment(language: Language) -> Environment:
    """The templates in one language, compiled once. Everything is escaped unless it is marked safe by a filter here."""
    built = Environment(
        loader=PackageLoader("admittance.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    built.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    built.globals.update(asset=asset, language=language, languages=tuple(Language))
    built.filters.update(
        breakable=breakable,
        marked=marked,
        moment=moment,
        when=when,
        date=day,
        initials=initials,
        tone_of=tone_of,
        prose=prose,
    )
    return built


_BACKTICKED = re.compile(r"`([^`]*)`")


def marked(sentence: str) -> Markup:
    """A sentence with what stands in backticks as code; everything is escaped first."""
    return Markup(_BACKTICKED.sub(r'<code translate="no">\1</code>', str(escape(sentence))))


def breakable(name: str) -> Markup:
    """A technical name that may go on in the next line after a dot, and nowhere else if it can be helped."""
    return Markup("<wbr>").join(escape(part) for part in re.split(r"(?<=[._/-])", name))


def initials(name: str) -> str:
    """The letters of a person's circle."""
    return avatar(0, name).initials


def tone_of(person: tuple[int, str]) -> int:
    """The colour of a person's circle, from user id and name."""
    return avatar(*person).tone


@pass_context
def when(context: Context, at: int) -> Markup:
    """A `<time>` that reads relative under a day, with the exact time as its title."""
    frame, t = _around(context)
    return _time(at, relative(at, frame.now, frame.time_zone, t), exact(at, frame.time_zone, t))


@pass_context
def moment(context: Context, at: int) -> Markup:
    """A `<time>` with date and time."""
    frame, t = _around(context)
    return _time(at, exact(at, frame.time_zone, t))


@pass_context
def day(context: Context, at: int) -> Markup:
    """A `<time>` with the date."""
    frame, t = _around(context)
    return _time(at, date(at, frame.time_zone, t), exact(at, frame.time_zone, t))


def _around(context: Context) -> tuple[Frame, NullTranslations]:
    return context["frame"], translations(context["language"])


def _time(at: int, shown: str, title: str = "") -> Markup:
    if title and title != shown:
        return Markup('<time datetime="{}" title="{}">{}</time>').format(machine_time(at), title, shown)
    return Markup('<time datetime="{}">{}</time>').format(machine_time(at), shown)
