"""What the frame of a page leads to. What somebody cannot open has no entry; a form that is sent anyway is refused."""

from msgspec import Struct

from admittance.core.duties import Duty
from admittance.core.policy import Policy
from admittance.usecases.case_records import CaseState
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, rights_of
from admittance.usecases.records import Account, User
from admittance.web.pages.frame import AccountPlace, Place, Section
from admittance.web.pages.parts import account_mark


class Navigation(Struct, frozen=True):
    """`places` is the main menu, `contacts` the Contacts menu, `accounts` are the person's own, by name."""

    places: tuple[Place, ...] = ()
    contacts: tuple[Place, ...] = ()
    accounts: tuple[AccountPlace, ...] = ()


def navigation(
    tx: Transaction, policy: Policy, user: User, account: Account | None, section: Section | None, now: int
) -> Navigation:
    """For the signed-in person, on a page of `section` about `account` or about none."""
    if account is None:
        return Navigation(_own_places(tx, user, None))
    found = active_member(tx, account.id, user.id)
    rights = rights_of(policy, found.membership) if found else 0
    places = (*_places(tx, policy, rights, user, account, now), *_own_places(tx, user, account))
    return Navigation(places, _contacts(policy, rights, account), _accounts(tx, policy, user, section))


def open_navigation(account: Account | None) -> Navigation:
    """Where nobody is signed in. Asks nothing of the store: it is on the page of a store that fails, too."""
    base = f"/accounts/{account.id}" if account else ""
    sections = ((Section.CONNECTED_APPS, "apps"), (Section.PLAN, "plan"), (Section.WHY, "why"))
    return Navigation(tuple(Place(section, f"{base}/{path}") for section, path in sections) if account else ())


def _places(tx: Transaction, policy: Policy, rights: int, user: User, account: Account, now: int) -> tuple[Place, ...]:
    base = f"/accounts/{account.id}"
    entries = (
        (Place(Section.USERS, f"{base}/users"), Duty.SEE_PEOPLE),
        (Place(Section.CONNECTED_APPS, f"{base}/apps"), None),
        (Place(Section.CASES, f"{base}/cases", _waiting(tx, user, account, now)), None),
        (Place(Section.PLAN, f"{base}/plan"), None),
        (Place(Section.WHY, f"{base}/why"), None),
        (Place(Section.AUDIT, f"{base}/audit"), Duty.SEE_AUDIT),
        (Place(Section.MAIL, f"{base}/mail"), Duty.EDIT_PEOPLE),
    )
    return tuple(place for place, duty in entries if duty is None or policy.may(rights, duty))


def _own_places(tx: Transaction, user: User, account: Account | None) -> tuple[Place, ...]:
    console = (Place(Section.CONSOLE, "/console"),) if tx.developers.apps_of(user.id) else ()
    return (*console, Place(Section.PROFILE, f"/profile?account={account.id}" if account else "/profile"))


def _contacts(policy: Policy, rights: int, account: Account) -> tuple[Place, ...]:
    """Nothing for whoever may see no contacts."""
    base = f"/accounts/{account.id}/contacts"
    entries = (
        (Section.CONTACTS, base, (Duty.SEE_CONTACTS,)),
        (Section.IMPORT, f"{base}/import", (Duty.SEE_CONTACTS, Duty.EDIT_CONTACTS, Duty.IMPORT_RECORDS)),
        (Section.EXPORT, f"{base}/export", (Duty.SEE_CONTACTS, Duty.EXPORT_RECORDS)),
    )
    return tuple(
        Place(section, url) for section, url, duties in entries if all(policy.may(rights, duty) for duty in duties)
    )


def _accounts(tx: Transaction, policy: Policy, user: User, section: Section | None) -> tuple[AccountPlace, ...]:
    """Whoever works with contacts goes on with the other account's, where they may see them."""
    at_contacts = section in (Section.CONTACTS, Section.IMPORT, Section.EXPORT)
    places = []
    for membership in tx.people.memberships(user.id):
        account = tx.accounts.get(membership.account_id)
        if account is not None:
            seen = at_contacts and policy.may(rights_of(policy, membership), Duty.SEE_CONTACTS)
            url = f"/accounts/{account.id}/{'contacts' if seen else 'apps'}"
            places.append(AccountPlace(account_mark(account.id, account.name), url))
    return tuple(sorted(places, key=lambda place: place.account.name.casefold()))


def _waiting(tx: Transaction, user: User, account: Account, now: int) -> int:
    """How many cases wait for the person's answer."""
    cases = tx.cases.in_account(account.id, states=frozenset({CaseState.ASKED}))
    return sum(user.id in case.asked_of and case.expires_at > now for case in cases)
