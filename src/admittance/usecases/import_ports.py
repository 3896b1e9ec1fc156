"""What imports need from storage; reached as `tx.imports`."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from admittance.usecases.imports.records import Change, Import, RowNote


class Imports(Protocol):
    """Imports with their reports, and what they changed for as long as it may have to be undone."""

    def add(self, one: Import) -> Import:
        """Store under the next id; the stored one is returned."""

    def get(self, account_id: int, import_id: int) -> Import | None: ...
    def put(self, one: Import) -> None:
        """Overwrite the stored import of the same account and id."""

    def newest(self, account_id: int, user_id: int, limit: int) -> Sequence[Import]:
        """The person's own, the newest first."""

    def in_line(self, limit: int) -> Sequence[Import]:
        """Of each account the first, in the order in which they were begun, that the server has something to do for; at
        most `limit`, those that were begun first.
        """

    def first_at_work(self, account_id: int) -> Import | None:
        """The account's one of them."""

    def note(self, account_id: int, import_id: int, notes: Iterable[RowNote]) -> None:
        """Put lines into the report; one for each line and property."""

    def notes(self, account_id: int, import_id: int, *, after: tuple[int, str], limit: int) -> Sequence[RowNote]:
        """The report by line and property, after that place."""

    def forget_notes(self, account_id: int, import_id: int, limit: int) -> bool:
        """Drop about `limit` of them; whether there may be more."""

    def changed(self, account_id: int, import_id: int, change: Change) -> None:
        """Insert or replace what was done to one contact."""

    def change_of(self, account_id: int, import_id: int, record_id: int) -> Change | None: ...
    def changes(self, account_id: int, import_id: int, limit: int) -> Sequence[Change]:
        """Some of what was done."""

    def forget_change(self, account_id: int, import_id: int, record_id: int) -> None: ...
    def forget_changes(self, account_id: int, import_id: int, limit: int) -> bool:
        """Drop at most `limit`; whether there may be more."""

    def over_before(self, before: int, limit: int) -> Sequence[Import]:
        """Imports that last changed before `before` and that the server has nothing to do for."""

    def remove(self, account_id: int, import_id: int) -> None:
        """Forget the import with its report. Its file is not storage's."""
