"""Events enter the queue in the transaction of what they tell.

Every function here is called by the act that makes the change, beside its audit row. Where nobody listens each costs
one look into what is remembered.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from admittance.usecases.case_records import Case
from admittance.usecases.crm.association_types import AssociationType
from admittance.usecases.crm.object_types import ObjectType, ScopeSets, object_type
from admittance.usecases.crm.records import Record, Writer
from admittance.usecases.decision_shape import reason_shape
from admittance.usecases.developer_cases import as_developer_case
from admittance.usecases.ports import Transaction
from admittance.usecases.webhooks.event_types import AppEvent, CaseNews, Change, change_name
from admittance.usecases.webhooks.records import CASE_SUBJECT, Subscription, Told

Data = Mapping[str, Any]
APP_ITSELF = "app"
"""The subject of what happens to an app in an account."""


def record_created(tx: Transaction, record: Record, writer: Writer, now: int) -> None:
    """A new record, and a change of each property that it was born with."""
    if not tx.webhooks.settings.listening():
        return
    _about_record(tx, record, Change.CREATION, {"changeFlag": "NEW"} | _source(writer), now)
    record_changed(tx, record, record.properties, writer, now)


def record_changed(
    tx: Transaction, record: Record, changed: Mapping[str, str | None], writer: Writer, now: int
) -> None:
    """Properties with a new value; None is a cleared one, empty text on the wire."""
    listening = tx.webhooks.settings.listening().get(change_name(record.kind, Change.PROPERTY_CHANGE))
    if not listening:
        return
    asked = {one.wanted.property for subscriptions in listening.values() for one in subscriptions}
    for name, value in changed.items():
        if name in asked:
            data = {"propertyName": name, "propertyValue": value or ""} | _source(writer)
            _about_record(tx, record, Change.PROPERTY_CHANGE, data, now, prop=name)


def record_deleted(tx: Transaction, record: Record, writer: Writer, now: int) -> None:
    """The record was archived."""
    _about_record(tx, record, Change.DELETION, {"changeFlag": "DELETED"} | _source(writer), now)


def records_merged(
    tx: Transaction, kept: Record, merged: Iterable[int], writer: Writer, now: int, *, moved: int = 0
) -> None:
    """Records `merged` live on as `kept`, with `moved` of their properties."""
    data = {
        "primaryObjectId": kept.id,
        "mergedObjectIds": list(merged),
        "newObjectId": kept.id,
        "numberOfPropertiesMoved": moved,
    }
    _about_record(tx, kept, Change.MERGE, data | _source(writer), now)


def association_changed(
    tx: Transaction,
    account_id: int,
    kind: AssociationType,
    origin_id: int,
    target_id: int,
    writer: Writer,
    now: int,
    *,
    removed: bool = False,
) -> None:
    """A link was made or ended: told from its near end and, as its inverse, from its far end."""
    if not tx.webhooks.settings.listening():
        return
    ends = ((kind.origin, kind.target, origin_id, target_id), (kind.target, kind.origin, target_id, origin_id))
    for near, far, near_id, far_id in ends:
        near_kind, far_kind = object_type(near), object_type(far)
        if near_kind is None or far_kind is None:
            continue
        data = {
            "associationType": f"{near}_to_{far}".upper(),
            "fromObjectId": near_id,
            "toObjectId": far_id,
            "associationRemoved": removed,
            "isPrimaryAssociation": kind.plain is not None,
        }
        # Whoever hears of a link learns of both records, so both have to be within reach.
        needed = tuple((*one, *other) for one in near_kind.read for other in far_kind.read)
        said = data | _source(writer) | {"objectTypeId": near_kind.type_id}
        name = change_name(near_kind, Change.ASSOCIATION_CHANGE)
        _to_installed(tx, account_id, name, _subject(near_kind, near_id), said, now, needed)


def app_installed(tx: Transaction, account_id: int, app_id: int, granted: frozenset[str], now: int) -> None:
    """The first token exchange in the account. Call it after the install was recorded."""
    _to_app(tx, account_id, app_id, AppEvent.INSTALLED, APP_ITSELF, {"scopes": sorted(granted)}, now)


def scopes_changed(
    tx: Transaction, account_id: int, app_id: int, before: frozenset[str], after: frozenset[str], now: int
) -> None:
    """The account has granted the app more than before."""
    data = {"scopes": sorted(after), "addedScopes": sorted(after - before)}
    _to_app(tx, account_id, app_id, AppEvent.SCOPES_CHANGED, APP_ITSELF, data, now)


def app_uninstalled(tx: Transaction, account_id: int, app_id: int, now: int) -> None:
    """The last thing that the app hears from the account: nothing else of its lane is sent any more."""
    tx.webhooks.queue.drop_lane(account_id, app_id)
    _to_app(tx, account_id, app_id, AppEvent.UNINSTALLED, APP_ITSELF, {}, now)


def case_opened(tx: Transaction, case: Case, now: int) -> None:
    """A refused attempt, unless it only happened once more. Told without account and person (product section 4)."""
    if case.opened_at == now:
        _about_case(tx, case, CaseNews.OPENED, now)


def case_closed(tx: Transaction, case: Case, now: int) -> None:
    """Nobody waits for it any more."""
    _about_case(tx, case, CaseNews.CLOSED, now)


def _about_case(tx: Transaction, case: Case, news: CaseNews, now: int) -> None:
    if not tx.webhooks.settings.listening().get(news):
        return
    told = as_developer_case(case, now)
    data = {
        "objectId": told.id,
        "caseName": told.name,
        "codes": [code.value for code in told.codes],
        "reasons": [reason_shape(reason) for reason in told.reasons],
        "scope": sorted(told.asked.scope) if told.asked else [],
        "optionalScope": sorted(told.asked.optional_scope) if told.asked else [],
    }
    _to_app(tx, case.account_id, case.app_id, news, f"{CASE_SUBJECT}{told.id}", data, now)


def _about_record(tx: Transaction, record: Record, change: Change, data: Data, now: int, prop: str = "") -> None:
    said = {"objectId": record.id, "objectTypeId": record.kind.type_id, **data}
    name, subject = change_name(record.kind, change), _subject(record.kind, record.id)
    _to_installed(tx, record.account_id, name, subject, said, now, record.kind.read, prop)


def _to_installed(
    tx: Transaction, account_id: int, name: str, subject: str, data: Data, now: int, needed: ScopeSets, prop: str = ""
) -> None:
    """Tell every app that is installed in the account, has asked, and may read what it would hear."""
    listening = tx.webhooks.settings.listening().get(name)
    if not listening:
        return
    for install in tx.installs.in_account(account_id):
        subscriptions = [one for one in listening.get(install.app_id, ()) if one.wanted.property == prop]
        if subscriptions and reads(tx, account_id, install.app_id, needed):
            _add(tx, account_id, subscriptions, subject, data, now, needed)


def reads(tx: Transaction, account_id: int, app_id: int, needed: ScopeSets) -> bool:
    """Whether a live connection of the app in the account was granted one of the sets of scopes. What plan and drift
    leave of it is looked at when the event is sent.
    """
    connections = tx.connections.of_app(account_id, app_id)
    return any(connection.granted.issuperset(one) for connection in connections for one in needed)


def _to_app(
    tx: Transaction, account_id: int, app_id: int, name: AppEvent | CaseNews, subject: str, data: Data, now: int
) -> None:
    listening = tx.webhooks.settings.listening().get(name.value)
    if listening:
        _add(tx, account_id, listening.get(app_id, ()), subject, data, now)


def _add(
    tx: Transaction,
    account_id: int,
    subscriptions: Iterable[Subscription],
    subject: str,
    data: Data,
    now: int,
    needed: ScopeSets = (),
) -> None:
    for one in subscriptions:
        told = Told(
            app_id=one.app_id,
            subscription_id=one.id,
            type=one.wanted.type,
            subject=subject,
            occurred_at=now,
            data=data,
            needs=needed,
        )
        tx.webhooks.queue.add(account_id, told, now)


def _subject(kind: ObjectType, record_id: int) -> str:
    return f"{kind.type_id}:{record_id}"


def _source(writer: Writer) -> dict[str, Any]:
    """Who wrote, in the wire's words; a person only by number."""
    if writer.app_id is not None:
        return {"changeSource": "INTEGRATION", "sourceId": str(writer.app_id)}
    if writer.user_id is not None:
        return {"changeSource": "CRM_UI", "sourceId": f"userId:{writer.user_id}"}
    return {"changeSource": (writer.by or "CRM").upper()}
