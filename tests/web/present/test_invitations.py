"""Invitations below the table of users."""

from collections.abc import Iterator

from msgspec.structs import replace

from admittance.explain.languages import Language
from admittance.usecases.people.pending import Pending
from admittance.web.pages.users import InvitationList
from admittance.web.present.invitations import PAGE_SIZE, invitation_list
from tests.web.sample_parts import NOW
from tests.web.sample_people import nobody_waits, reader, waiting


def shown(pending: Pending, language: Language = Language.EN, number: int = 1) -> InvitationList:
    """The part of the page."""
    return invitation_list(reader(language), pending, NOW, number=number, url=lambda one: f"/users?invited={one}")


def test_an_app_that_invited_is_named_before_the_person() -> None:
    """The person whose authority it used did not invite; where nobody knows any more, nobody is named."""
    first, through_app = waiting().invitations[:2]
    kinds = (first, through_app, replace(through_app, by=None), replace(first, by=None))
    rows = shown(replace(waiting(), invitations=kinds)).rows
    assert [row.by for row in rows] == ["Jonas Berg", "Orderly Sync, connected by Jonas Berg", "Orderly Sync", ""]


def test_what_they_get_is_told() -> None:
    """As the ACCESS column says it, with the number of permissions and the team; of a Super Admin no number."""
    rows = {row.email: row for row in shown(waiting()).rows}
    assert rows["tove.lind@fjordfalk.example"].access == "Viewer"
    assert rows["tove.lind@fjordfalk.example"].gives == "31 permissions · Support"
    assert (rows["moa@fjordfalk.example"].access, rows["moa@fjordfalk.example"].gives) == ("Custom", "0 permissions")
    assert (rows["ebba@fjordfalk.example"].access, rows["ebba@fjordfalk.example"].gives) == ("Super Admin", "Support")


def test_only_what_the_reader_may_do_has_an_action() -> None:
    """Nothing for whoever only sees people; beside what is beyond their rights stands why."""
    assert shown(waiting(may_edit=False)).again_action == ""
    rows = {row.email.partition("@")[0]: row.reason for row in shown(waiting()).rows}
    assert rows["ebba"] == "Only a Super Admin can do this."
    assert rows["tove.lind"] == ""


def test_the_last_page_is_the_last_there_is() -> None:
    """A number beyond the end shows the last page, and no page leads further than the list."""

    def many() -> Iterator[Pending]:
        for number in (0, PAGE_SIZE, PAGE_SIZE + 1):
            yield replace(nobody_waits(), invitations=waiting().invitations[:1] * number)

    assert [len(shown(pending, number=99).rows) for pending in many()] == [0, PAGE_SIZE, 1]
    assert [shown(pending).next_url for pending in many()] == ["", "", "/users?invited=2#invitations"]
