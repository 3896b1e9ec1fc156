"""Request for Integration Permissions, from the decision that allows it."""

from urllib.parse import urlsplit

from admittance.core.manifest import Manifest
from admittance.core.scopes import OAUTH
from admittance.explain.left_out import left_out
from admittance.usecases.ports import Transaction
from admittance.usecases.start_install import ConsentShown
from admittance.web.pages.captcha import CaptchaProblem, CaptchaSlot
from admittance.web.pages.consent import ConsentPage, ScopeRow, grouped
from admittance.web.pages.parts import Hidden, Maker, account_mark
from admittance.web.present.reader import Reader, mark_of
from admittance.web.present.scene import scene_of


def consent_page(
    tx: Transaction,
    reader: Reader,
    shown: ConsentShown,
    *,
    action: str,
    hidden: Hidden,
    ticked: frozenset[str] | None = None,
    captcha: CaptchaSlot | None = None,
    problem: CaptchaProblem | None = None,
    wanted: frozenset[str] = frozenset(),
) -> ConsentPage:
    """The page as it stands now. `ticked` None leaves every optional scope ticked (product rule 7).

    `wanted` are optional scopes that were ticked on the page before; those out of reach since are named.
    """
    decision, app = shown.decision, shown.app
    scene = scene_of(tx, reader, shown.account, app, shown.consent.user_id)
    ticks = decision.offered if ticked is None else ticked
    rows = tuple(_row(reader, app.manifest, scope) for scope in sorted(decision.demanded, key=_oauth_first))
    optional = tuple(_row(reader, app.manifest, scope, ticked=scope in ticks) for scope in sorted(decision.offered))
    lost = sorted(wanted & {drop.scope for drop in decision.dropped})
    return ConsentPage(
        action=action,
        app=mark_of(app),
        maker=Maker(name=app.maker, website=app.website, privacy_url=app.privacy_url, verified=app.verified),
        account=account_mark(shown.account.id, shown.account.name),
        required=grouped(rows),
        optional=grouped(optional),
        left_out=tuple(left_out(drop, scene, reader.labels, reader.words) for drop in decision.dropped),
        destination=urlsplit(shown.consent.asked.redirect_uri).netloc,
        captcha=captcha,
        captcha_problem=problem,
        connected_since=shown.connected.created_at if shown.connected else None,
        no_longer=tuple(reader.labels.scope(scope) for scope in lost),
        hidden=hidden,
    )


def _row(reader: Reader, manifest: Manifest, scope: str, *, ticked: bool = True) -> ScopeRow:
    return ScopeRow(
        scope=scope,
        label=reader.labels.scope(scope),
        touches=reader.labels.touches(scope),
        conditional=scope in manifest.conditionally_required,
        ticked=ticked,
    )


def _oauth_first(scope: str) -> tuple[bool, str]:
    return scope != OAUTH, scope
