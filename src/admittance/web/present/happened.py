"""What has happened in a case, in words, for whoever reads it."""

from collections.abc import Mapping

from admittance.core.decide import Refused
from admittance.usecases.case_records import CaseEvent, CaseEventKind
from admittance.usecases.case_view import CaseView
from admittance.web.pages.case import Happening
from admittance.web.present.reader import Reader

_SPOKEN = frozenset({CaseEventKind.ASKED, CaseEventKind.APPROVED, CaseEventKind.PARTLY_MENDED, CaseEventKind.DECLINED})


def happened(reader: Reader, view: CaseView, viewer_id: int) -> tuple[Happening, ...]:
    """The timeline, newest first."""
    code = Refused(view.case.reasons).headline.value if view.case.reasons else ""
    names = {
        "person": name_in(reader, view.names, view.case.user_id),
        "app": view.app.name if view.app else reader.words.gettext("The app"),
    }
    return tuple(
        Happening(
            what=_what(reader, event, viewer_id) % (names | _people(reader, view, event)),
            at=event.at,
            technical=code if event.kind is CaseEventKind.REFUSED else "",
            said=event.text if event.kind in _SPOKEN else "",
        )
        for event in view.events
    )


def name_in(reader: Reader, names: Mapping[int, str], user_id: int | None) -> str:
    """A person's name; also once they are gone there is something to call them."""
    name = names.get(user_id) if user_id is not None else None
    return name or reader.words.gettext("Somebody who has left")


def first_of(name: str) -> str:
    """How people speak of each other: "Maria"."""
    return name.split()[0] if name.split() else name


def _people(reader: Reader, view: CaseView, event: CaseEvent) -> dict[str, str]:
    return {"actor": name_in(reader, view.names, event.actor), "to": name_in(reader, view.names, event.to)}


def _what(reader: Reader, event: CaseEvent, viewer_id: int) -> str:
    t = reader.words
    match event.kind:
        case CaseEventKind.REFUSED:
            return t.gettext("%(app)s was refused")
        case CaseEventKind.SOLVED:
            return t.gettext("Nothing was in the way any more")
        case CaseEventKind.CONNECTED:
            return t.gettext("%(person)s connected %(app)s")
        case CaseEventKind.EXPIRED:
            return t.gettext("Closed: nobody did anything for a month")
        case _:
            return _by_you(reader, event) if event.actor == viewer_id else _by_another(reader, event, viewer_id)


def _by_you(reader: Reader, event: CaseEvent) -> str:
    t = reader.words
    match event.kind:
        case CaseEventKind.ASKED:
            return t.gettext("You asked %(to)s")
        case CaseEventKind.DEVELOPER_TOLD:
            return t.gettext("You told the developer of %(app)s")
        case CaseEventKind.APPROVED:
            return t.gettext("You approved")
        case CaseEventKind.PARTLY_MENDED:
            return t.gettext("You gave a part of it")
        case CaseEventKind.DECLINED:
            return t.gettext("You said not now")
        case _:
            return t.gettext("You ended the extra rights")


def _by_another(reader: Reader, event: CaseEvent, viewer_id: int) -> str:
    t = reader.words
    match event.kind:
        case CaseEventKind.ASKED:
            return t.gettext("%(person)s asked you") if event.to == viewer_id else t.gettext("%(person)s asked %(to)s")
        case CaseEventKind.DEVELOPER_TOLD:
            return t.gettext("%(actor)s told the developer of %(app)s")
        case CaseEventKind.APPROVED:
            return t.gettext("%(actor)s approved")
        case CaseEventKind.PARTLY_MENDED:
            return t.gettext("%(actor)s gave a part of it")
        case CaseEventKind.DECLINED:
            return t.gettext("%(actor)s said not now")
        case _:
            return t.gettext("%(actor)s ended the extra rights")
