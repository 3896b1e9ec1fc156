"""A record is created."""

from collections.abc import Mapping
from hashlib import sha256
from typing import TypeAlias

import msgspec
from msgspec import Struct

from admittance.usecases.audit_entry import Act
from admittance.usecases.crm.associating import AskedAssociation, check_associations
from admittance.usecases.crm.checking import check_properties
from admittance.usecases.crm.linking import make_link
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.problems import AlreadyExists, BadAssociations, BadProperties, KeyReused
from admittance.usecases.crm.record_audit import record_entry
from admittance.usecases.crm.records import Record, Taken, Writer
from admittance.usecases.crm_ports import KeptReply
from admittance.usecases.ports import Transaction
from admittance.usecases.webhooks.telling import association_changed, record_created


class AskedRecord(Struct, frozen=True):
    """What a client wants: properties as JSON values, and links."""

    properties: Mapping[str, object]
    associations: tuple[AskedAssociation, ...] = ()


CreateProblem: TypeAlias = BadProperties | BadAssociations | AlreadyExists | KeyReused
Creation: TypeAlias = Record | CreateProblem


def create_record(
    tx: Transaction,
    account_id: int,
    kind: ObjectType,
    asked: AskedRecord,
    writer: Writer,
    now: int,
    key: str | None = None,
) -> Creation:
    """Create it with its links, or nothing. With an idempotency `key`, the same request again gives the same record.

    INVARIANT: looking the key up and keeping it are in the transaction that creates, so of any number of equal requests
    at once one creates.
    """
    if key is None or writer.app_id is None:
        return _create(tx, account_id, kind, asked, writer, now)
    digest, request = sha256(key.encode()).digest(), _digest(kind, asked)
    kept = tx.crm.replies.kept(account_id, writer.app_id, digest, now)
    if kept is not None:
        return _again(tx, account_id, kind, kept, request)
    made = _create(tx, account_id, kind, asked, writer, now)
    if isinstance(made, Record):
        tx.crm.replies.keep(account_id, writer.app_id, digest, KeptReply(made.id, request), now)
    return made


def _create(
    tx: Transaction, account_id: int, kind: ObjectType, asked: AskedRecord, writer: Writer, now: int
) -> Creation:
    values = check_properties(tx, account_id, kind, asked.properties, creating=True)
    if isinstance(values, BadProperties):
        return values
    links = check_associations(tx, account_id, kind, asked.associations)
    if isinstance(links, BadAssociations):
        return links
    properties = {name: value for name, value in values.items() if value is not None}
    made = tx.crm.records.add(account_id, kind, properties, now)
    if isinstance(made, Taken):
        return AlreadyExists(kind, made.property, made.id)
    for link in links:
        make_link(tx, account_id, link.type, made.id, link.target_id)
    linked = {"associations": [[link.type.id, link.target_id] for link in links]} if links else {}
    tx.audit.append(
        account_id, record_entry(Act.RECORD_WRITTEN, writer, kind, made.id, "created", properties, **linked)
    )
    record_created(tx, made, writer, now)
    for link in links:
        association_changed(tx, account_id, link.type, made.id, link.target_id, writer, now)
    return made


def _again(tx: Transaction, account_id: int, kind: ObjectType, kept: KeptReply, request: bytes) -> Record | KeyReused:
    if kept.request != request:
        return KeyReused()
    made = tx.crm.records.get(account_id, kind, kept.record_id)
    return made or tx.crm.records.get(account_id, kind, kept.record_id, archived=True) or KeyReused()


_encode = msgspec.json.Encoder(order="sorted").encode


def _digest(kind: ObjectType, asked: AskedRecord) -> bytes:
    return sha256(_encode((kind.name, asked))).digest()
