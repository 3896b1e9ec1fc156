"""What the API answers, as the values that are encoded; the documentation reads the same."""

from typing import Generic, TypeVar

from msgspec import UNSET, Struct, UnsetType

T = TypeVar("T")


class NextPage(Struct, kw_only=True):
    """How to get what comes after."""

    after: str
    link: str | UnsetType = UNSET


class Paging(Struct):
    """There only where something comes after."""

    next: NextPage


class AssociatedAnswer(Struct):
    """The far end of an association, and what it is from here: `call_to_contact`."""

    id: str
    type: str


class AssociationsAnswer(Struct):
    """Links of one record to one object type."""

    results: list[AssociatedAnswer]
    paging: Paging | UnsetType = UNSET


class ObjectAnswer(Struct, kw_only=True, rename="camel"):
    """One record. Every property is text or null; times are ISO 8601 with milliseconds and Z."""

    id: str
    properties: dict[str, str | None]
    created_at: str
    updated_at: str
    archived: bool
    archived_at: str | UnsetType = UNSET
    associations: dict[str, AssociationsAnswer] | UnsetType = UNSET
    new: bool | UnsetType = UNSET
    """Of an upsert: whether it was created."""
    object_write_trace_id: str | UnsetType = UNSET


class PageAnswer(Struct):
    """A page of a list."""

    results: list[ObjectAnswer]
    paging: Paging | UnsetType = UNSET


class SearchAnswer(Struct):
    """A page of a search. `total` is exact up to 10,000; 10,001 stands for more; without where nobody wants it."""

    results: list[ObjectAnswer]
    total: int | UnsetType = UNSET
    paging: Paging | UnsetType = UNSET


class BatchError(Struct, kw_only=True):
    """What went wrong with one part of a batch. Typed clients insist on `errors` and `links`, empty as they are."""

    status: str
    category: str
    message: str
    context: dict[str, list[str]]
    errors: list[dict[str, str]] = []
    links: dict[str, str] = {}


class BatchOf(Struct, Generic[T], kw_only=True, rename="camel"):
    """A batch. `num_errors` and `errors` are there only where a part failed (207)."""

    status: str = "COMPLETE"
    results: list[T]
    started_at: str
    completed_at: str
    num_errors: int | UnsetType = UNSET
    errors: list[BatchError] | UnsetType = UNSET


class TeamAnswer(Struct):
    """A team that an owner is in."""

    id: str
    name: str
    primary: bool


class OwnerAnswer(Struct, kw_only=True, rename="camel"):
    """A person whom records can be assigned to."""

    id: str
    email: str
    first_name: str
    last_name: str
    user_id: int
    user_id_including_inactive: int
    type: str
    archived: bool
    created_at: str
    updated_at: str
    teams: list[TeamAnswer]


class OwnersAnswer(Struct):
    """A page of owners."""

    results: list[OwnerAnswer]
    paging: Paging | UnsetType = UNSET


class AccountAnswer(Struct, kw_only=True, rename="camel"):
    """The account a token belongs to."""

    portal_id: int
    account_type: str
    time_zone: str
    company_currency: str
    additional_currencies: list[str]
    utc_offset: str
    utc_offset_milliseconds: int
    ui_domain: str
    data_hosting_location: str
