"""What the operator asks from the command line, beside a running server or without one."""

from itertools import chain, repeat
from pathlib import Path

import msgspec
from msgspec import Struct

from admittance.clock import Clock
from admittance.core.decide import Granted
from admittance.core.install_url import read_install_url
from admittance.explain.languages import Language
from admittance.http.invitations import reset_link
from admittance.http.services import Services
from admittance.usecases.decision_shape import decision_shape
from admittance.usecases.explain_why import NothingToExplain, Why, explain_why, whole_url
from admittance.usecases.passwords import issue_reset
from admittance.usecases.ports import Transaction
from admittance.usecases.remedy_shape import remedies_shape
from admittance.web.pages.why import ScopeOutcome, WhyAnswer
from admittance.web.present.reader import Reader
from admittance.web.present.why import why_answer
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.data_directory import act_in, look_in, settings_for
from admittance.wiring.parts import catalogue_of


class WhyAsked(Struct, frozen=True, kw_only=True):
    """Who, what, where; `scope` and `optional_scope` None ask for the whole manifest."""

    account_id: int
    email: str
    client_id: str
    scope: str | None = None
    optional_scope: str | None = None


class WhyTold(Struct, frozen=True):
    """The decision: `shape` as docs/decide.md has it, `lines` for a person."""

    granted: bool
    shape: dict[str, object]
    lines: tuple[str, ...]

    def json(self) -> str:
        """`shape` as indented JSON."""
        return msgspec.json.format(msgspec.json.encode(self.shape), indent=2).decode()

    def text(self) -> str:
        """The answer in English: yes with what is left out, or the heading and what is wrong with whom mending it."""
        return "\n".join(self.lines)


def answer_why(data_dir: Path, asked: WhyAsked) -> WhyTold | CannotStart:
    """Decide on what is stored, without storing anything; also while a server runs."""
    settings = settings_for(data_dir)
    if isinstance(settings, CannotStart):
        return settings
    catalogue = catalogue_of(settings)
    if isinstance(catalogue, CannotStart):
        return catalogue
    words = Reader(language=Language.EN, catalogue=catalogue, settings=settings)
    return look_in(data_dir, lambda tx: _why(tx, words, asked))


def _why(tx: Transaction, words: Reader, asked: WhyAsked) -> WhyTold | CannotStart:
    user, app = tx.people.by_email(asked.email), tx.apps.by_client_id(asked.client_id)
    if user is None or app is None:
        return CannotStart("there is no such person" if user is None else "there is no such app")
    url = whole_url(app.manifest)
    if asked.scope is not None or asked.optional_scope is not None:
        url = read_install_url(asked.scope, asked.optional_scope)
    why = explain_why(tx, words.catalogue, asked.account_id, user.id, app.id, Clock(lambda: 0).now(), url)
    if isinstance(why, NothingToExplain):
        return CannotStart(f"{asked.email} is not an active member of account {asked.account_id}")
    shape = decision_shape(why.decision) | remedies_shape(why.remedies)
    granted = isinstance(why.decision, Granted)
    return WhyTold(granted, {"account": asked.account_id, "user": user.id, **shape}, _lines(tx, words, why))


def _lines(tx: Transaction, words: Reader, why: Why) -> tuple[str, ...]:
    answer = why_answer(tx, words, why, asker_id=0, now=0)
    heading = (answer.heading.text,) if answer.heading else ()
    reasons = tuple(f"  - {one.scope or one.title}: {one.wrong} {one.fix} {one.who}" for one in answer.explanations)
    left_out = tuple(
        f"  - left out: {row.scope}: {' '.join(row.why)}" for row in answer.rows if row.outcome is ScopeOutcome.LEFT_OUT
    )
    return (*heading, answer.summary, *reasons, *left_out, *_ways(answer))


def _ways(answer: WhyAnswer) -> tuple[str, ...]:
    """What would mend it, the least added privilege first: a line for each step with who can take it."""
    lines = ["What would mend it, least added privilege first:"] if answer.ways else []
    for number, way in enumerate(answer.ways, 1):
        for begins, step in zip(chain((f"{number}. ",), repeat("   then: ")), way.steps, strict=False):
            lines.append(f"  {begins}{step.title} ({step.by})")
            lines += [f"       {line}" for line in step.more]
        lines.append(f"     {way.adds}{f' · {way.lasts}' if way.lasts else ''}")
        lines += [f"     {way.loses}"] if way.loses else []
    return (*lines, *([answer.ways_note] if answer.ways_note else []))


def issue_reset_link(data_dir: Path, email: str) -> str | CannotStart:
    """A one-time link for a person; only while no server holds the database."""

    async def issue(services: Services) -> str | CannotStart:
        user = services.store.read(lambda tx: tx.people.by_email(email))
        if user is None or not user.active:
            return CannotStart("nobody who can sign in has that address")
        secret, now = services.new_secret(), services.clock.now()
        reset = await services.store.write(lambda tx: issue_reset(tx, user, secret, now, by="operator"))
        return reset_link(services.settings.base_url, reset.id, secret)

    return act_in(data_dir, issue)
