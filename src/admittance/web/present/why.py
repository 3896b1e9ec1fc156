"""Why? as its page: every scope with what becomes of it."""

from admittance.core.decide import Granted, Refused
from admittance.core.reasons import Audience, MarketplaceMissing, mended_by
from admittance.core.scopes import ScopeKind
from admittance.explain.address import addresses
from admittance.explain.headings import heading
from admittance.explain.left_out import left_out
from admittance.explain.people import Scene
from admittance.explain.reasons import explain
from admittance.explain.summary import summary
from admittance.usecases.explain_why import Why
from admittance.usecases.mending import nearest_first
from admittance.usecases.ports import Transaction
from admittance.web.pages.case import Way
from admittance.web.pages.parts import avatar
from admittance.web.pages.why import ScopeOutcome, WhyAnswer, WhyRow
from admittance.web.present.happened import first_of
from admittance.web.present.reader import Reader, mark_of
from admittance.web.present.scene import scene_of
from admittance.web.present.ways import Telling, way_shown, ways_note


def why_answer(
    tx: Transaction, reader: Reader, why: Why, *, asker_id: int, now: int, sent: tuple[tuple[str, str], ...] = ()
) -> WhyAnswer:
    """The decision with the outcome of every scope the app or the link names. `sent` is the link asked about."""
    given = why.decision.reasons if isinstance(why.decision, Refused) else ()
    reasons = nearest_first(reader.catalogue.policy, given, why.after)
    about = None if why.user.id == asker_id else why.user
    scene = scene_of(tx, reader, why.account, why.app, why.user.id, reasons, about=about)
    refused = why.decision if isinstance(why.decision, Refused) else None
    wrong_link = any(mended_by(reason) is Audience.DEVELOPER for reason in reasons)
    endpoint = f"{reader.settings.base_url}/oauth/authorize"
    return WhyAnswer(
        person=avatar(why.user.id, why.user.name),
        app=mark_of(why.app),
        granted=refused is None,
        heading=heading(refused.headline, reader.settings.product_name, reader.words) if refused else None,
        summary=summary(reasons, scene, reader.labels, reader.words) if refused else _yes(reader, why, scene),
        rows=tuple(_row(reader, why, scene, scope) for scope in _scopes(why)),
        explanations=tuple(explain(reason, scene, reader.labels, reader.words) for reason in reasons),
        addresses=addresses(endpoint, sent, why.app.manifest, reasons) if wrong_link and sent else None,
        ways=_ways(reader, why, asker_id),
        ways_note=ways_note(reader, why.remedies),
        at=now,
    )


def _ways(reader: Reader, why: Why, asker_id: int) -> tuple[Way, ...]:
    person = "" if why.user.id == asker_id else first_of(why.user.name)
    telling = Telling(app=why.app, viewer_id=asker_id, person=person)
    return tuple(way_shown(reader, way, telling) for way in why.remedies.ways)


def _yes(reader: Reader, why: Why, scene: Scene) -> str:
    words = {"person": why.user.name, "app": why.app.name, "account": why.account.name}
    if not scene.about:
        return reader.words.gettext("You can connect %(app)s to %(account)s right now.") % words
    return reader.words.gettext("%(person)s can connect %(app)s to %(account)s right now.") % words


def _scopes(why: Why) -> list[str]:
    manifest = why.app.manifest
    asked = why.url.scope | why.url.optional_scope
    order = {ScopeKind.REQUIRED: 0, ScopeKind.CONDITIONALLY_REQUIRED: 1, ScopeKind.OPTIONAL: 2, None: 3}
    return sorted(manifest.configured | asked, key=lambda scope: (order[manifest.kind_of(scope)], scope))


def _row(reader: Reader, why: Why, scene: Scene, scope: str) -> WhyRow:
    outcome, sentences = _outcome(reader, why, scene, scope)
    return WhyRow(
        scope=scope,
        label=reader.labels.scope(scope),
        kind=kind_word(reader, why.app.manifest.kind_of(scope)),
        outcome=outcome,
        why=sentences,
    )


def kind_word(reader: Reader, kind: ScopeKind | None) -> str:
    """How an app asks for a scope, in a word; empty where it does not."""
    words = reader.words
    names = {
        ScopeKind.REQUIRED: words.gettext("Required"),
        ScopeKind.CONDITIONALLY_REQUIRED: words.gettext("Conditionally required"),
        ScopeKind.OPTIONAL: words.gettext("Optional"),
    }
    return names[kind] if kind else ""


def _outcome(reader: Reader, why: Why, scene: Scene, scope: str) -> tuple[ScopeOutcome, tuple[str, ...]]:
    decision = why.decision
    if isinstance(decision, Granted):
        if scope in decision.demanded:
            return ScopeOutcome.GIVEN, ()
        if scope in decision.offered:
            return ScopeOutcome.OFFERED, ()
        for drop in decision.dropped:
            if drop.scope == scope:
                words = left_out(drop, scene, reader.labels, reader.words)
                return ScopeOutcome.LEFT_OUT, (*words.why, *words.who)
        return ScopeOutcome.NOT_ASKED, ()
    own = [
        reason
        for reason in decision.reasons
        if (scope in reason.scopes if isinstance(reason, MarketplaceMissing) else reason.scope == scope)
    ]
    sentences = tuple(explain(reason, scene, reader.labels, reader.words).wrong for reason in own)
    return (ScopeOutcome.IN_THE_WAY if own else _untouched(why, scope)), sentences


def _untouched(why: Why, scope: str) -> ScopeOutcome:
    """What a refusal says of a scope that none of its reasons names."""
    if why.app.manifest.kind_of(scope) is ScopeKind.OPTIONAL:
        return ScopeOutcome.UNDECIDED if scope in why.url.optional_scope else ScopeOutcome.NOT_ASKED
    return ScopeOutcome.FINE if scope in why.url.scope else ScopeOutcome.NOT_ASKED
