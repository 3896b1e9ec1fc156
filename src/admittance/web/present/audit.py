"""The audit log as its pages."""

from urllib.parse import urlencode

import msgspec

from admittance.core.reasons import Dropped, Reason
from admittance.explain.left_out import left_out
from admittance.explain.people import Scene
from admittance.explain.reasons import explain
from admittance.usecases.audit_chain import Verified
from admittance.usecases.audit_entry import AuditEntry, AuditRow
from admittance.usecases.audit_page import AuditFilter, AuditOutcome, AuditShown, outcome_of
from admittance.usecases.ports import Transaction
from admittance.usecases.records import Account
from admittance.web.pages.audit import AuditFilterForm, AuditLine, AuditPage, AuditVerifiedPage
from admittance.web.pages.why import Choice
from admittance.web.present.audit_words import act_words, finding_words, outcome_word
from admittance.web.present.reader import Reader, developer_of


class AuditAsked(msgspec.Struct, frozen=True, kw_only=True):
    """The filter as it was sent: an e-mail address, a client id, an outcome."""

    person: str = ""
    app: str = ""
    outcome: str = ""

    def query(self, **more: str) -> str:
        """The same filter as a query, with what goes beside it; empty fields stay out."""
        given = {"person": self.person, "app": self.app, "outcome": self.outcome} | more
        return urlencode({name: value for name, value in given.items() if value})


def audit_path(account_id: int) -> str:
    """The log of an account."""
    return f"/accounts/{account_id}/audit"


def read_filter(tx: Transaction, account_id: int, asked: AuditAsked) -> AuditFilter | None:
    """What was asked for; None where it names a person who isn't in the account or an app that isn't there."""
    user = tx.people.by_email(asked.person) if asked.person else None
    app = tx.apps.by_client_id(asked.app) if asked.app else None
    if asked.person and (user is None or tx.people.membership(account_id, user.id) is None):
        return None
    if asked.app and app is None:
        return None
    outcome = AuditOutcome(asked.outcome) if asked.outcome in set(AuditOutcome) else None
    return AuditFilter(user_id=user.id if user else None, app_id=app.id if app else None, outcome=outcome)


def audit_page(tx: Transaction, reader: Reader, shown: AuditShown, asked: AuditAsked, *, nobody: bool) -> AuditPage:
    """One page of the log."""
    path = audit_path(shown.account.id)
    older = f"{path}?{asked.query(before=str(shown.older))}" if shown.older else ""
    query = asked.query()
    return AuditPage(
        form=_form(tx, reader, shown.account, asked, nobody=nobody),
        lines=tuple(_line(tx, reader, shown.account, row) for row in shown.rows),
        total=shown.total,
        older_url=older,
        export_url=f"{path}.jsonl?{query}" if query else f"{path}.jsonl",
        verify_url=f"{path}/verify",
    )


def _form(tx: Transaction, reader: Reader, account: Account, asked: AuditAsked, *, nobody: bool) -> AuditFilterForm:
    people = sorted((member.user for member in tx.people.members(account.id)), key=lambda user: user.name.casefold())
    apps = sorted(tx.apps.all(), key=lambda app: app.name.casefold())
    return AuditFilterForm(
        action=audit_path(account.id),
        people=tuple(Choice(user.email, user.name) for user in people),
        apps=tuple(Choice(app.client_id, app.name) for app in apps),
        outcomes=tuple(Choice(outcome.value, outcome_word(outcome, reader.words)) for outcome in AuditOutcome),
        person=asked.person,
        app=asked.app,
        outcome=asked.outcome,
        nobody=nobody,
    )


def _line(tx: Transaction, reader: Reader, account: Account, row: AuditRow) -> AuditLine:
    entry = row.entry
    app = tx.apps.get(entry.app_id) if entry.app_id is not None else None
    outcome = outcome_of(entry.act)
    about = entry.data.get("user")
    return AuditLine(
        seq=row.seq,
        at=row.at,
        who=_who(tx, reader, entry, app.name if app else ""),
        what=act_words(entry.act, reader.words),
        about=_name(tx, about) if isinstance(about, int) and about != entry.actor else "",
        app=app.name if app else "",
        outcome=outcome.value,
        outcome_word=outcome_word(outcome, reader.words),
        sentences=_sentences(tx, reader, account, entry),
        recorded=msgspec.json.format(msgspec.json.encode(entry.data), indent=2).decode() if entry.data else "",
    )


def _who(tx: Transaction, reader: Reader, entry: AuditEntry, app: str) -> str:
    if entry.actor is not None:
        return _name(tx, entry.actor)
    if entry.by == "time":
        return reader.words.gettext("The clock")
    return app or (reader.operator.name if entry.by else reader.words.gettext("The server"))


def _name(tx: Transaction, user_id: int) -> str:
    user = tx.people.user(user_id)
    return user.name if user else f"#{user_id}"


def _sentences(tx: Transaction, reader: Reader, account: Account, entry: AuditEntry) -> tuple[str, ...]:
    """The reasons the decision was made on, in words. Nobody is named who could mend it: that was then."""
    app = tx.apps.get(entry.app_id) if entry.app_id is not None else None
    if app is None or not ({"reasons", "dropped"} & entry.data.keys()):
        return ()
    person = entry.data.get("user", entry.actor)
    scene = Scene(
        app=app.name,
        account=account.name,
        product=reader.settings.product_name,
        developer=developer_of(app),
        operator=reader.operator,
        about=_name(tx, person) if isinstance(person, int) else "",
    )
    reasons, dropped = _decided(entry)
    said = [explain(reason, scene, reader.labels, reader.words).wrong for reason in reasons]
    for drop in dropped:
        words = left_out(drop, scene, reader.labels, reader.words)
        said.append(reader.words.gettext("Left out: %(scope)s.") % {"scope": words.label} + " " + " ".join(words.why))
    return tuple(said)


def _decided(entry: AuditEntry) -> tuple[tuple[Reason, ...], tuple[Dropped, ...]]:
    """The decision's reasons as values; none where the row was written in a shape that this version doesn't know."""
    try:
        reasons = msgspec.convert(entry.data.get("reasons", ()), tuple[Reason, ...])
        return reasons, msgspec.convert(entry.data.get("dropped", ()), tuple[Dropped, ...])
    except msgspec.ValidationError:
        return (), ()


def verified_page(reader: Reader, account: Account, found: Verified, now: int) -> AuditVerifiedPage:
    """The result of a look through the chain."""
    head = next((one.mac.hex() for one in found.heads if one.account_id == account.id), "")
    return AuditVerifiedPage(
        rows=found.rows,
        head=head,
        findings=tuple(finding_words(finding, reader.words) for finding in found.findings),
        at=now,
        back_url=audit_path(account.id),
    )


def row_data(row: AuditRow) -> dict[str, object]:
    """A line of the export: ids and codes, never names; times in ms, `mac` in hex."""
    entry = row.entry
    return {
        "account": row.account_id,
        "seq": row.seq,
        "at": row.at,
        "act": entry.act.value,
        "outcome": outcome_of(entry.act).value,
        "actor": entry.actor,
        "app": entry.app_id,
        "by": entry.by,
        "data": entry.data,
        "mac": row.mac.hex(),
    }
