"""A refused attempt as its page."""

from collections.abc import Sequence

from msgspec import Struct

from admittance.core.decide import Refused
from admittance.core.reasons import Audience, mended_by
from admittance.explain.address import Addresses, addresses
from admittance.explain.headings import heading
from admittance.explain.reasons import explain
from admittance.explain.summary import summary
from admittance.http.addresses import asked_again, install_path
from admittance.usecases.case_name import case_link_path, case_name
from admittance.usecases.case_records import Case
from admittance.usecases.mending import Mending, nearest_first
from admittance.usecases.ports import Transaction
from admittance.usecases.records import Account, App, AskedInstall
from admittance.web.help.articles import article_path, slug_of
from admittance.web.pages.parts import account_mark
from admittance.web.pages.refusal import CaseLink, RefusalPage, menders
from admittance.web.present.help import access_path, article_title
from admittance.web.present.reader import Reader, back_to, developer_of, mark_of
from admittance.web.present.scene import scene_of


class Attempt(Struct, frozen=True, kw_only=True):
    """One refused attempt: who tried what where, and how it was decided."""

    account: Account
    app: App
    user_id: int
    decision: Refused
    case: Case
    asked: AskedInstall | None
    sent: tuple[tuple[str, str], ...] = ()
    back: str | None = None


def refusal_page(
    tx: Transaction, reader: Reader, attempt: Attempt, *, reference: str, at: int, mending: Mending | None = None
) -> RefusalPage:
    """The page with all reasons. `sent` are the decoded parameters of the followed link; without them it is rebuilt
    from what was stored.
    """
    after = mending.after if mending else None
    reasons = nearest_first(reader.catalogue.policy, attempt.decision.reasons, after)
    scene = scene_of(tx, reader, attempt.account, attempt.app, attempt.user_id, reasons)
    explanations = tuple(explain(reason, scene, reader.labels, reader.words) for reason in reasons)
    return RefusalPage(
        app=mark_of(attempt.app),
        account=account_mark(attempt.account.id, attempt.account.name),
        code=attempt.decision.headline,
        heading=heading(attempt.decision.headline, reader.settings.product_name, reader.words),
        summary=summary(reasons, scene, reader.labels, reader.words),
        explanations=explanations,
        menders=menders(explanations, developer_of(attempt.app)),
        addresses=_addresses(reader, attempt),
        case=CaseLink(case_name(attempt.case.id), reader.settings.base_url + case_link_path(attempt.case.id)),
        reference=reference,
        at=at,
        back=back_to(attempt.app, attempt.back),
        again_url=_again(attempt),
        help_url=article_path(slug_of(attempt.decision.headline), explanations[0].help_anchor),
        help_title=article_title(reader, attempt.decision.headline),
        access_url=access_path(attempt.app),
    )


def _again(attempt: Attempt) -> str:
    """The same request once more, where rights or a plan may have changed; a wrong link stays wrong."""
    changes = any(mended_by(reason) is not Audience.DEVELOPER for reason in attempt.decision.reasons)
    return install_path(attempt.account.id, attempt.asked) if attempt.asked and changes else ""


def _addresses(reader: Reader, attempt: Attempt) -> Addresses | None:
    """Both addresses, where the link is what needs correcting."""
    wrong_link = any(mended_by(reason) is Audience.DEVELOPER for reason in attempt.decision.reasons)
    sent: Sequence[tuple[str, str]] = attempt.sent or (asked_again(attempt.asked) if attempt.asked else ())
    if not (wrong_link and sent):
        return None
    return addresses(install_endpoint(reader), sent, attempt.app.manifest, attempt.decision.reasons)


def install_endpoint(reader: Reader) -> str:
    """Where install links lead."""
    return f"{reader.settings.base_url}/oauth/authorize"
