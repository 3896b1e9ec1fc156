"""The audit row of a written record: what it was and which properties changed, never their values."""

from collections.abc import Iterable, Sequence

from admittance.usecases.audit_entry import Act, AuditEntry, through
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.records import Writer


def record_entry(
    act: Act, writer: Writer, kind: ObjectType, record_id: int, what: str, names: Iterable[str] = (), **more: object
) -> AuditEntry:
    """One row for one record. `what` is created, updated or archived."""
    data: dict[str, object] = {"type": kind.name, "record": record_id, "what": what} | more
    if changed := sorted(names):
        data["properties"] = changed
    return _entry(act, writer, data)


def property_entry(act: Act, writer: Writer, kind: ObjectType, name: str, what: str) -> AuditEntry:
    """One row for a property or a group of an account's own."""
    return _entry(act, writer, {"type": kind.name, "name": name, "what": what})


def batch_entry(writer: Writer, kind: ObjectType, count: int) -> AuditEntry:
    """One row for many records created at once."""
    return _entry(Act.RECORD_WRITTEN, writer, {"type": kind.name, "what": "created", "count": count})


def links_entry(
    writer: Writer, origin: ObjectType, target: ObjectType, what: str, links: Sequence[Sequence[int]]
) -> AuditEntry:
    """One row for links that were made or ended at once: `links` are type, origin and target of each."""
    data: dict[str, object] = {"type": origin.name, "with": target.name, "what": what, "links": links}
    return _entry(Act.RECORD_WRITTEN, writer, data)


def pipeline_entry(writer: Writer, kind: ObjectType, pipeline_id: str, what: str) -> AuditEntry:
    """One row for a change of a pipeline or of its stages. `what` is created, changed or archived."""
    return _entry(
        Act.SETTING_CHANGED, writer, {"setting": f"pipelines of {kind.name}", "pipeline": pipeline_id, "what": what}
    )


def _entry(act: Act, writer: Writer, data: dict[str, object]) -> AuditEntry:
    by = writer.by if writer.app_id is None else None
    return through(writer.app_id, AuditEntry(act=act, actor=writer.user_id, by=by, data=data))
