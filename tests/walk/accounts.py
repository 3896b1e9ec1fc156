"""Two accounts filled to the brim. Everything of the first carries a mark that stands nowhere else: each of its words
begins with `MARK`, each of its numbers with 731 or 577.
"""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from msgspec import Struct

from admittance.core import lifetimes
from admittance.core.decide import Refused, decide
from admittance.core.install_url import InstallUrl
from admittance.core.levels import Level
from admittance.core.manifest import Manifest
from admittance.core.policy import Policy
from admittance.core.tokens import Token, TokenKind, digest
from admittance.usecases.app_developers import name_developer
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.case_records import Case, CaseEventKind, CaseState, Elevation
from admittance.usecases.crm.object_types import CONTACTS
from admittance.usecases.crm.seed import OPERATOR, seed_contacts
from admittance.usecases.imports.records import Import, ImportState, RowNote
from admittance.usecases.invitation_ports import Newcomer, StandingInvitation
from admittance.usecases.ports import Transaction
from admittance.usecases.proposal import Proposal
from admittance.usecases.question import question_for
from admittance.usecases.records import (
    Account,
    App,
    AskedInstall,
    Authority,
    Connection,
    DriftPolicy,
    Membership,
    Profile,
    Support,
    User,
)
from admittance.usecases.token_records import AccessToken, Family
from admittance.usecases.webhooks.records import Delivery, Wanted, Webhook
from admittance.usecases.webhooks.telling import case_opened, record_created

A, B = 7_310_042, 8_420_053
X, Y = 21, 22
CLIENT_X, CLIENT_Y = "client-x", "client-y"
CALLBACK = "https://x.test/cb"
READ, LISTS, AUTOMATION = "crm.objects.contacts.read", "crm.lists.read", "automation"
SECRETS = {X: "secret-of-x".ljust(43, "x"), Y: "secret-of-y".ljust(43, "x")}
DEVELOPER = 9_990_001

_COUNTED = (
    *("access_tokens", "cases", "codes", "connections", "consents", "elevations", "families", "grants", "imports"),
    *("outbox", "outside_letters", "refresh_tokens", "resets"),
)


class Party(Struct, frozen=True, kw_only=True):
    """One account with its people, by what they are there. `word` begins every name."""

    account: int
    word: str
    super_admin: int
    admin: int
    plan_owner: int
    member: int
    other: int

    @property
    def people(self) -> dict[str, int]:
        """Those who walk, by role."""
        return {
            "super_admin": self.super_admin,
            "admin": self.admin,
            "plan_owner": self.plan_owner,
            "member": self.member,
        }


def party(account: int, word: str) -> Party:
    """People are numbered after their account."""
    first = account + 100
    return Party(
        account=account,
        word=word,
        super_admin=first,
        admin=first + 1,
        plan_owner=first + 2,
        member=first + 3,
        other=first + 4,
    )


MARK = "quuxqa"
PARTY_A, PARTY_B = party(A, MARK), party(B, "bystander")
EDITS_PEOPLE = {"account.users.view": Level.ON, "account.users.edit": Level.ON}
EDITS_PLAN = {"account.billing.edit": Level.ON}


class Filled(Struct, frozen=True, kw_only=True):
    """What one account holds, as far as addresses name it."""

    cases: Mapping[str, int]
    connection: int
    proposal: int
    records: Mapping[str, int]
    import_id: int
    deliveries: tuple[int, ...]
    token: str
    wrong_token: str


def fill(tx: Transaction, policy: Policy, password_hash: str, now: int) -> dict[int, Filled]:
    """Both accounts, two apps, and the developer of one of them, who belongs to no account."""
    for app in (_app(X, CLIENT_X, "Ξύλο", now), _app(Y, CLIENT_Y, "Ύψος", now)):
        tx.apps.add(app)
    _user(tx, DEVELOPER, CLIENT_X, "Δήμος", "Όρος", password_hash, now)
    name_developer(tx, X, DEVELOPER, now, by="test")
    tx.webhooks.settings.put(Webhook(app_id=X, url="https://x.test/hooks", sealed_secret=b"sealed", changed_at=now))
    tx.webhooks.settings.subscribe(X, frozenset({Wanted("contact.creation"), Wanted("case.opened")}))
    filled = {}
    for one, first_id in ((PARTY_A, 57_700_000), (PARTY_B, 68_800_000)):
        for table in _COUNTED:
            tx.cases._db.saw_id(table, first_id)  # type: ignore[attr-defined]
        filled[one.account] = _fill(tx, policy, one, password_hash, now)
    _invite(tx, PARTY_A, PARTY_B.other, now)
    return filled


def newcomer_mail(one: Party) -> str:
    """Of somebody who was new to the server and has not chosen a password."""
    return f"{one.word}new@{one.word}new.example"


def _invite(tx: Transaction, one: Party, known: int, now: int) -> None:
    """A newcomer, and somebody of another account who is asked."""
    new = User(
        id=one.account + 105, email=newcomer_mail(one), first_name="", last_name="", password_hash=None, created_at=now
    )
    tx.people.add(new)
    tx.people.put(Membership(account_id=one.account, user_id=new.id, created_at=now))
    noted = {"account_id": one.account, "invited_by": one.super_admin, "invited_at": now}
    tx.invitations.note_newcomer(Newcomer(user_id=new.id, link_until=now + lifetimes.DAY, **noted))
    tx.invitations.put(StandingInvitation(user_id=known, permission_set=None, team=None, **noted))


def _fill(tx: Transaction, policy: Policy, one: Party, password_hash: str, now: int) -> Filled:
    account = Account(id=one.account, name=f"{one.word}account", domain=f"{one.word}domain.example", created_at=now)
    tx.accounts.add(account)
    tx.accounts.subscribe(account.id, "marketing_hub", "starter")
    tx.accounts.set_drift_policy(account.id, DriftPolicy.WARN)
    tx.accounts.add_team(account.id, f"{one.word}team")
    rights: dict[int, dict[str, Level]] = {
        one.super_admin: {},
        one.admin: {**EDITS_PEOPLE, "crm.contacts.view": Level.ALL},
        one.plan_owner: EDITS_PLAN,
        one.member: {},
        one.other: {},
    }
    for user_id, held in rights.items():
        _user(
            tx, user_id, f"{one.word}mail{user_id}", f"{one.word}first", f"{one.word}last{user_id}", password_hash, now
        )
        tx.people.put(
            Membership(
                account_id=account.id,
                user_id=user_id,
                super_admin=user_id == one.super_admin,
                rights=held,
                team=f"{one.word}team",
                created_at=now,
            )
        )
    connection, token, wrong = _connect(tx, one, X, one.super_admin, now)
    taken_over, *_ = _connect(tx, one, Y, one.other, now)
    tx.connections.propose(
        Proposal(
            account_id=one.account,
            connection_id=taken_over.id,
            user_id=one.admin,
            proposed_by=one.super_admin,
            proposed_at=now,
        )
    )
    cases = _cases(tx, policy, account, one, now)
    _around(tx, one, cases["asked"], now)
    case_opened(tx, _case(tx, account.id, cases["told"]), now)
    contacts = seed_contacts(tx, account.id, [_contact(one, number) for number in range(3)], now)
    assert isinstance(contacts, list)
    record = tx.crm.records.get(account.id, CONTACTS, contacts[0])
    assert record is not None
    record_created(tx, record, OPERATOR, now)
    return Filled(
        cases=cases,
        connection=connection.id,
        proposal=taken_over.id,
        records={"contacts": contacts[0]},
        import_id=_import(tx, one, now),
        deliveries=_deliveries(tx, one, now),
        token=token,
        wrong_token=wrong,
    )


def _user(tx: Transaction, user_id: int, mail: str, first: str, last: str, password_hash: str, now: int) -> None:
    tx.people.add(
        User(
            id=user_id,
            email=f"{mail}@{mail}.example",
            first_name=first,
            last_name=last,
            password_hash=password_hash,
            created_at=now,
        )
    )


def _contact(one: Party, number: int) -> dict[str, str]:
    return {
        "firstname": f"{one.word}contact",
        "lastname": f"{one.word}person{number}",
        "email": f"{one.word}{number}@{one.word}customers.example",
        "company": f"{one.word}company",
    }


def _app(app_id: int, client_id: str, name: str, now: int) -> App:
    return App(
        id=app_id,
        client_id=client_id,
        name=name,
        maker=f"{name} Α.Ε.",
        support=Support(email=f"help@{client_id}.example"),
        profile=Profile.COMPATIBLE,
        secret_digest=digest(TokenKind.CLIENT_SECRET, SECRETS[app_id]),
        redirect_uris=(CALLBACK,),
        manifest=Manifest(
            required=frozenset({"oauth", READ, LISTS}),
            conditionally_required=frozenset({AUTOMATION}),
            optional=frozenset({"crm.objects.contacts.write", "crm.objects.owners.read"}),
        ),
        created_at=now,
    )


def _connect(tx: Transaction, one: Party, app_id: int, user_id: int, now: int) -> tuple[Connection, str, str]:
    """A connection with a token that works, and the same with a wrong secret."""
    scopes = frozenset({"oauth", READ, LISTS, "crm.objects.contacts.write", "crm.objects.owners.read"})
    connection = tx.connections.open(
        one.account,
        app_id=app_id,
        user_id=user_id,
        granted=scopes,
        dropped=(),
        declined=frozenset(),
        authority=Authority(super_admin=True, permission_set=None, rights={}),
        manifest_version=1,
        now=now,
    )
    tx.installs.record(one.account, app_id, user_id, scopes, now)
    family = tx.tokens.add_family(
        Family(
            account_id=one.account,
            id=0,
            connection_id=connection.id,
            app_id=app_id,
            user_id=user_id,
            created_at=now,
            expires_at=None,
        )
    )
    secret = urlsafe_b64encode(sha256(f"{one.word}{app_id}".encode()).digest()).decode().rstrip("=")
    token = tx.tokens.add_access(
        AccessToken(
            account_id=one.account,
            id=0,
            family_id=family.id,
            digest=digest(TokenKind.ACCESS, secret),
            scopes=scopes,
            created_at=now,
            expires_at=now + lifetimes.ACCESS_TOKEN,
        )
    )
    wrong = Token(TokenKind.ACCESS, one.account, token.id, "w" * 43).written()
    return connection, Token(TokenKind.ACCESS, one.account, token.id, secret).written(), wrong


def _cases(tx: Transaction, policy: Policy, account: Account, one: Party, now: int) -> dict[str, int]:
    """Asked, declined, answered by an elevation, one that the app's developer was told of, and one of another app."""
    right = frozenset({"oauth", READ, LISTS})
    asked = _refused(tx, policy, account, X, one.member, right, now)
    tx.cases.ask(account.id, asked.id, one.admin, f"{one.word}message", now)
    plan = _refused(tx, policy, account, X, one.member, right | {AUTOMATION}, now)
    tx.cases.ask(account.id, plan.id, one.plan_owner, f"{one.word}planmessage", now)
    declined = _refused(tx, policy, account, X, one.other, right, now)
    tx.cases.ask(account.id, declined.id, one.super_admin, f"{one.word}pleading", now)
    tx.cases.answer(account.id, declined.id, CaseState.DECLINED, one.super_admin, f"{one.word}answer", "", now)
    told = _refused(tx, policy, account, X, one.member, frozenset({"oauth", READ}), now)
    tx.cases.note(account.id, told.id, CaseEventKind.DEVELOPER_TOLD, one.member, "", now)
    other_app = _refused(tx, policy, account, Y, one.member, right, now)
    return {
        "asked": asked.id,
        "plan": plan.id,
        "declined": declined.id,
        "told": told.id,
        "other_app": other_app.id,
    }


def _refused(
    tx: Transaction, policy: Policy, account: Account, app_id: int, user_id: int, scope: frozenset[str], now: int
) -> Case:
    app, member = tx.apps.get(app_id), tx.people.membership(account.id, user_id)
    assert app is not None
    assert member is not None
    url = InstallUrl(scope, frozenset())
    decision = decide(policy, question_for(tx, policy, account, member, app, url, now))
    assert isinstance(decision, Refused)
    asked = AskedInstall(
        client_id=app.client_id,
        redirect_uri=CALLBACK,
        redirect_uri_given=True,
        url=url,
        state=f"{MARK if account.id == A else 'bystander'}state",
    )
    return tx.cases.open(account.id, app_id=app_id, user_id=user_id, reasons=decision.reasons, asked=asked, now=now)


def _case(tx: Transaction, account_id: int, case_id: int) -> Case:
    case = tx.cases.get(account_id, case_id)
    assert case is not None
    return case


def _import(tx: Transaction, one: Party, now: int) -> int:
    """A file that is through, with a line of its report."""
    made = tx.imports.add(
        Import(
            account_id=one.account,
            user_id=one.super_admin,
            name=f"{one.word}file.csv",
            size=100,
            state=ImportState.DONE,
            columns=("email",),
            rows=1,
            looked=1,
            wrong=1,
            created_at=now,
            changed_at=now,
        )
    )
    tx.imports.note(one.account, made.id, [RowNote(2, "email", "not_an_email", f"{one.word}cell")])
    return made.id


def _deliveries(tx: Transaction, one: Party, now: int) -> tuple[int, ...]:
    """What the app was told of the account: its records, which it may read, and a case of nobody it knows."""
    queued = tx.webhooks.queue.due(one.account, X, now, 100)
    made = []
    for about_cases in (False, True):
        events = tuple(event.id for event in queued if event.told.about_case is about_cases)
        assert events
        delivery = Delivery(
            account_id=one.account,
            app_id=X,
            id=0,
            at=now,
            took=12,
            url="https://x.test/hooks",
            events=events,
            attempt=1,
            about_cases=about_cases,
            status=500,
            answer="no",
        )
        made.append(tx.webhooks.log.add(delivery).id)
    return tuple(made)


def _around(tx: Transaction, one: Party, case_id: int, now: int) -> None:
    """Extra rights, letters, and rows of the audit log."""
    tx.elevations.add(
        Elevation(
            account_id=one.account,
            id=0,
            user_id=one.other,
            app_id=X,
            case_id=case_id,
            rights={"crm.contacts.view": Level.ALL},
            super_admin=False,
            given_by=one.super_admin,
            starts_at=now,
            ends_at=now + lifetimes.HOUR,
        )
    )
    letter: dict[str, Any] = {"subject": f"{one.word}subject", "body": f"{one.word}letter\n\n/accounts/{one.account}"}
    tx.outbox.write(one.account, f"case/{one.account}/{case_id}/{one.admin}", one.admin, **letter, now=now)
    entry = AuditEntry(
        act=Act.CASE_ASKED,
        actor=one.member,
        app_id=X,
        data={"case": case_id, "asked": [one.admin], "note": f"{one.word}auditdata"},
        personal={"message": f"{one.word}auditmessage"},
    )
    tx.audit.append(one.account, entry)
