"""Connected apps as their page."""

from admittance.usecases.connected_apps import ConnectedApp, ConnectedApps, ConnectedPerson
from admittance.usecases.re_anchor import take_over_path
from admittance.web.pages.connected_apps import AppCard, AskedToTakeOver, ConnectedAppsPage, ConnectionRow, GivenScope
from admittance.web.pages.parts import avatar
from admittance.web.present.re_anchor import re_anchor_path
from admittance.web.present.reader import Reader, access_of, access_text, mark_of


def connected_apps_page(reader: Reader, shown: ConnectedApps) -> ConnectedAppsPage:
    """Every installed app with the connections the reader may see."""
    return ConnectedAppsPage(
        apps=tuple(app_card(reader, shown.account.id, one) for one in shown.apps),
        sees_everyone=shown.sees_everyone,
        drift_policy=shown.account.drift_policy.value,
        asked=tuple(
            AskedToTakeOver(one.app.name, one.person.name, take_over_path(one.account.id, one.connection.id))
            for one in shown.asked_to_take_over
        ),
        policy_action=f"/accounts/{shown.account.id}/drift-policy" if shown.may_set_policy else "",
    )


def app_card(reader: Reader, account_id: int, one: ConnectedApp) -> AppCard:
    """One installed app."""
    base = f"/accounts/{account_id}/apps/{one.app.id}"
    return AppCard(
        key=str(one.app.id),
        app=mark_of(one.app),
        maker=one.app.maker,
        verified=one.app.verified,
        manifest_version=one.app.manifest_version,
        people=len(one.people),
        rows=tuple(_row(reader, account_id, person) for person in one.people),
        uninstall_url=f"{base}/uninstall" if one.may_uninstall else "",
        uninstall_action=f"{base}/uninstall" if one.may_uninstall else "",
    )


def _row(reader: Reader, account_id: int, one: ConnectedPerson) -> ConnectionRow:
    connection = one.connection
    authority = connection.authority
    return ConnectionRow(
        person=avatar(one.user.id, one.user.name),
        note=(one.membership.team or "") if one.membership else "",
        granted_under=access_text(reader, super_admin=authority.super_admin, permission_set=authority.permission_set),
        rights_now=_now(reader, one),
        drift=_scopes(reader, one.drift),
        not_consented=_scopes(reader, one.not_consented),
        ask_consent_action=_ask_consent(account_id, one),
        re_anchor_url=re_anchor_path(account_id, connection.id) if one.may_re_anchor else "",
        scopes=_scopes(reader, connection.granted),
        left_out=_scopes(reader, frozenset(drop.scope for drop in connection.dropped)),
        declined=_scopes(reader, connection.declined),
        since=connection.created_at,
        last_used=connection.last_used_at,
        remove_action=f"/accounts/{account_id}/connections/{connection.id}/remove" if one.may_remove else "",
    )


def _ask_consent(account_id: int, one: ConnectedPerson) -> str:
    """Whoever manages apps asks; nobody asks themselves."""
    asks = one.not_consented and one.may_re_anchor and not one.own
    return f"/accounts/{account_id}/connections/{one.connection.id}/ask-consent" if asks else ""


def _now(reader: Reader, one: ConnectedPerson) -> str:
    """What the person is today, where that is something else than then; empty where it is the same."""
    then, now = one.connection.authority, one.membership
    if now is None:
        return reader.words.gettext("Nothing")
    same = (then.super_admin, then.permission_set) == (now.super_admin, now.permission_set)
    changed = not same or (not now.super_admin and dict(then.rights) != dict(now.rights)) or then.elevation is not None
    return access_of(now, reader) if changed else ""


def _scopes(reader: Reader, scopes: frozenset[str]) -> tuple[GivenScope, ...]:
    return tuple(GivenScope(scope, reader.labels.scope(scope)) for scope in sorted(scopes))
