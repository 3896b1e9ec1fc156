"""What the addresses of associations answer, and the bodies they take."""

from typing import Generic, TypeVar

from msgspec import UNSET, Struct, UnsetType, field

from admittance.crm.answers import AssociatedAnswer, Paging
from admittance.crm.bodies import IdBody, LinkTypeBody

T = TypeVar("T")


class ListOf(Struct, Generic[T]):
    """Everything there is, on one page."""

    results: list[T]


class RecordId(Struct):
    """A record by id."""

    id: str


class LinkType(Struct, rename="camel"):
    """A type of association, as v4 tells it."""

    category: str
    type_id: int
    label: str | None


class LinkedTo(Struct, rename="camel"):
    """The far end of associations with everything that it is from here."""

    to_object_id: str
    association_types: list[LinkType]


class LinkedToPage(Struct):
    """A page of them."""

    results: list[LinkedTo]
    paging: Paging | UnsetType = UNSET


class LinkedFrom(Struct, kw_only=True):
    """One record of a batch with what it is associated with."""

    from_: RecordId = field(name="from")
    to: list[LinkedTo]
    paging: Paging | UnsetType = UNSET


class LabelsBetween(Struct, kw_only=True, rename="camel"):
    """Two records that are associated now. `labels` holds the labels of the types that were asked for."""

    from_object_type_id: str
    from_object_id: str
    to_object_type_id: str
    to_object_id: str
    labels: list[str]


class Spec(Struct, rename="camel"):
    """A type of association, as v4 takes it."""

    association_category: str
    association_type_id: int


class DefaultLink(Struct, kw_only=True, rename="camel"):
    """One direction of a plain association."""

    from_: RecordId = field(name="from")
    to: RecordId
    association_spec: Spec


class NamedType(Struct):
    """A type of association, as v3 tells it."""

    id: str
    name: str


class NamedLink(Struct, kw_only=True):
    """An association, as v3 tells it."""

    from_: RecordId = field(name="from")
    to: RecordId
    type: str


class NamedLinksFrom(Struct, kw_only=True):
    """One record of a batch with what it is associated with, as v3 tells it."""

    from_: RecordId = field(name="from")
    to: list[AssociatedAnswer]
    paging: Paging | UnsetType = UNSET


class PageFromBody(Struct):
    """A record by id, and where to go on after an earlier page."""

    id: str | int
    after: str | int | None = None


class ReadLinksBody(Struct):
    """Records whose associations are read."""

    inputs: list[PageFromBody]


class PairBody(Struct, kw_only=True):
    """Two records to be associated in the plain way."""

    from_: IdBody = field(name="from")
    to: IdBody


class PairsBody(Struct):
    """Pairs to be associated in the plain way."""

    inputs: list[PairBody]


class TypedPairBody(Struct, kw_only=True):
    """Two records, and the types of associations between them."""

    from_: IdBody = field(name="from")
    to: IdBody
    types: list[LinkTypeBody]


class TypedPairsBody(Struct):
    """Pairs to be associated, or separated, by type."""

    inputs: list[TypedPairBody]


class FanBody(Struct, kw_only=True):
    """A record, and those it is to be separated from."""

    from_: IdBody = field(name="from")
    to: list[IdBody]


class FansBody(Struct):
    """Records to be separated."""

    inputs: list[FanBody]


class NamedPairBody(Struct, kw_only=True):
    """Two records and a type by name or number, as v3 takes it."""

    from_: IdBody = field(name="from")
    to: IdBody
    type: str | int


class NamedPairsBody(Struct):
    """Pairs to be associated, or separated, as v3 takes them."""

    inputs: list[NamedPairBody]
