"""Records as answers."""

from collections.abc import Iterable, Sequence

from msgspec import UNSET

from admittance.crm.answers import AssociatedAnswer, AssociationsAnswer, NextPage, ObjectAnswer, Paging
from admittance.http.response import Header
from admittance.usecases.crm.object_types import RECORD_ID
from admittance.usecases.crm.read_records import Linked, RecordRead
from admittance.usecases.crm.records import Associated, Record, value_of
from admittance.usecases.crm.times import iso_time


def object_answer(record: Record, asked: Sequence[str] | None = None, linked: Iterable[Linked] = ()) -> ObjectAnswer:
    """A record with the properties that were asked for, or those that are shown unasked."""
    kind = record.kind
    names = kind.shown if asked is None else dict.fromkeys((kind.created, RECORD_ID, kind.modified, *asked))
    associations = {one.target.name: _associations(one) for one in linked if one.ends}
    return ObjectAnswer(
        id=str(record.id),
        properties={name: value_of(record, name) for name in names if name in kind.properties},
        created_at=iso_time(record.created_at),
        updated_at=iso_time(record.updated_at),
        archived=record.archived_at is not None,
        archived_at=UNSET if record.archived_at is None else iso_time(record.archived_at),
        associations=associations or UNSET,
    )


def object_answers(records: Sequence[Record], asked: Sequence[str] | None) -> list[ObjectAnswer]:
    """Records of one type. Which of the names are properties is found out once: a body can hold a hundred thousand."""
    if asked is not None and records:
        asked = [name for name in dict.fromkeys(asked) if name in records[0].kind.properties]
    return [object_answer(one, asked) for one in records]


def read_answer(read: RecordRead, asked: Sequence[str] | None) -> ObjectAnswer:
    """A record that was read, with its links."""
    return object_answer(read.record, asked, read.linked)


def written_answer(record: Record) -> ObjectAnswer:
    """A record that was just written: everything it holds."""
    return object_answer(record, tuple(record.properties))


def associated_answers(ends: Iterable[Associated]) -> list[AssociatedAnswer]:
    """Far ends of associations, once for each type."""
    return [AssociatedAnswer(str(end.id), kind.name) for end in ends for kind in end.types]


def version_header(record: Record) -> Header:
    """The record's version, for `If-Match` (RFC 9110 section 8.8.3)."""
    return (b"etag", b'"%d"' % record.version)


def _associations(linked: Linked) -> AssociationsAnswer:
    after = Paging(NextPage(after=str(linked.ends[-1].id))) if linked.more else UNSET
    return AssociationsAnswer(associated_answers(linked.ends), after)
