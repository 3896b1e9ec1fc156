"""Taking a connection over, as its pages."""

from admittance.core.decide import Refused
from admittance.explain.reasons import explain
from admittance.usecases.ports import Transaction
from admittance.usecases.re_anchor import Anchor, ProposalShown, TakeOverShown, WhyNotProposed, take_over_path
from admittance.web.pages.connected_apps import GivenScope
from admittance.web.pages.parts import avatar
from admittance.web.pages.re_anchor import CandidateRow, ReAnchorPage, TakeOverPage
from admittance.web.present.reader import Reader, access_of, mark_of
from admittance.web.present.scene import scene_of


def re_anchor_path(account_id: int, connection_id: int) -> str:
    """Where an admin proposes."""
    return f"/accounts/{account_id}/connections/{connection_id}/re-anchor"


def re_anchor_page(reader: Reader, shown: ProposalShown, problem: WhyNotProposed | None = None) -> ReAnchorPage:
    """Whom an admin can ask to take the connection over, those who would pass first."""
    anchor = shown.anchor
    return ReAnchorPage(
        app=mark_of(anchor.app),
        person=anchor.person.name,
        candidates=tuple(
            CandidateRow(
                user_id=one.member.user.id,
                person=avatar(one.member.user.id, one.member.user.name),
                access=access_of(one.member.membership, reader),
                passes=one.passes,
            )
            for one in shown.candidates
        ),
        problem=_problem(reader, problem) if problem else "",
        action=re_anchor_path(anchor.account.id, anchor.connection.id),
        cancel_url=f"/accounts/{anchor.account.id}/apps",
    )


def _problem(reader: Reader, problem: WhyNotProposed) -> str:
    words = {
        WhyNotProposed.NOBODY: reader.words.gettext("Choose somebody who is active in the account."),
        WhyNotProposed.SAME_PERSON: reader.words.gettext("It is their connection already. Choose somebody else."),
        WhyNotProposed.CONNECTED_ALREADY: reader.words.gettext("They have a connection of their own to this app."),
    }
    return words[problem]


def take_over_page(tx: Transaction, reader: Reader, shown: TakeOverShown, user_id: int) -> TakeOverPage:
    """What the asked person would put their name to, with what they lack for it."""
    anchor = shown.anchor
    reasons = shown.decision.reasons if isinstance(shown.decision, Refused) else ()
    scene = scene_of(tx, reader, anchor.account, anchor.app, user_id, reasons)
    return TakeOverPage(
        app=mark_of(anchor.app),
        person=anchor.person.name,
        proposed_by=shown.proposed_by.name,
        scopes=given_scopes(reader, anchor),
        explanations=tuple(explain(reason, scene, reader.labels, reader.words) for reason in reasons),
        action=take_over_path(anchor.account.id, anchor.connection.id),
        later_url=f"/accounts/{anchor.account.id}/apps",
    )


def given_scopes(reader: Reader, anchor: Anchor) -> tuple[GivenScope, ...]:
    """What the connection may do, in plain words."""
    return tuple(GivenScope(scope, reader.labels.scope(scope)) for scope in sorted(anchor.connection.granted))
