"""What the sample pages share: names, times, and what stands around a page."""

from collections.abc import Callable, Iterator
from typing import TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from admittance.explain.languages import Language
from admittance.usecases.records import Theme
from admittance.web.pages.frame import AccountPlace, Frame, Notice, Place, Section, SignedIn
from admittance.web.pages.parts import BackToApp, account_mark, app_mark, avatar
from admittance.web.render import Page

T = TypeVar("T", bound=Struct)
NOW = 1_795_284_240_000
"""21 Nov 2026, 18:04 UTC."""
DAY = 86_400_000
REFERENCE = "01JD8Z6K4M7RQX0000000000AB"
RINGLANE = app_mark("5b1c40e2", "Ringlane Phone")
ORDERLY = app_mark("orderly", "Orderly Sync")
FORMWORK = app_mark("formwork", "Formwork Campaigns")
FJORD = account_mark(4821907, "Fjord & Falk AB")
HAV = account_mark(5530218, "Hav Logistik")
TIDVATTEN = account_mark(9004410, "Tidvatten Test")
MARIA = SignedIn(avatar(21, "Maria Lindqvist"), "maria.lindqvist@fjordfalk.example")
BACK = BackToApp("Ringlane Phone", "https://app.ringlane.example/callback?error=access_denied&state=q81")


class Sample(Struct, frozen=True):
    """A page in one state. `name` is a file name; `frame` what stands around it."""

    name: str
    page: Callable[[Language], Page]
    frame: Frame


Pages: TypeAlias = Iterator[Sample]


def frame(path: str = "/", *, notice: Notice | None = None, signed_in: bool = True) -> Frame:
    """The bar of a flow page."""
    who = MARIA if signed_in else None
    return Frame(now=NOW, return_to=path, csrf="a-form-token", notice=notice, signed_in=who, help_url="/help")


def settings_frame(current: Section, *, notice: Notice | None = None) -> Frame:
    """The bar and the side of the account's settings."""
    base = "/accounts/4821907"
    places = (
        Place(Section.USERS, f"{base}/users"),
        Place(Section.CONNECTED_APPS, f"{base}/apps"),
        Place(Section.CASES, f"{base}/cases", 2),
        Place(Section.PLAN, f"{base}/plan"),
        Place(Section.WHY, f"{base}/why"),
        Place(Section.AUDIT, f"{base}/audit"),
        Place(Section.MAIL, f"{base}/mail"),
        Place(Section.PROFILE, "/profile"),
    )
    accounts = tuple(AccountPlace(account, f"/accounts/{account.hub_id}/apps") for account in (FJORD, HAV, TIDVATTEN))
    return Frame(
        now=NOW,
        return_to=f"{base}/apps",
        csrf="a-form-token",
        theme=Theme.SYSTEM,
        signed_in=SignedIn(avatar(11, "Jonas Berg"), "jonas.berg@fjordfalk.example"),
        help_url="/help",
        account=FJORD,
        accounts=accounts,
        places=places,
        contacts=(
            Place(Section.CONTACTS, f"{base}/contacts"),
            Place(Section.IMPORT, f"{base}/contacts/import"),
            Place(Section.EXPORT, f"{base}/contacts/export"),
        ),
        settings_url=f"{base}/apps",
        current=current,
        notice=notice,
    )


def with_(page: T, **changes: object) -> T:
    """The page with some fields replaced."""
    return replace(page, **changes)
