"""Sample pages of the audit log."""

from admittance.web.pages.audit import AuditFilterForm, AuditLine, AuditPage, AuditVerifiedPage
from admittance.web.pages.frame import Section
from admittance.web.pages.why import Choice
from tests.web.sample_parts import DAY, NOW, Pages, Sample, settings_frame

AUDIT = "/accounts/4821907/audit"
FORM = AuditFilterForm(
    action=AUDIT,
    people=(Choice("maria.lindqvist@fjordfalk.example", "Maria Lindqvist"),),
    apps=(Choice("5b1c40e2", "Ringlane Phone"),),
    outcomes=(Choice("granted", "Granted"), Choice("refused", "Refused")),
)
REFUSED = AuditLine(
    seq=41,
    at=NOW - 60_000,
    who="Maria Lindqvist",
    what="Connection refused",
    about="",
    app="Ringlane Phone",
    outcome="refused",
    outcome_word="Refused",
    sentences=("Maria Lindqvist doesn't have Contacts · Edit (Owned or more).",),
    recorded='{\n  "verdict": "refused"\n}',
)
CHANGED = AuditLine(
    seq=40,
    at=NOW - 2 * DAY,
    who="Jonas Berg",
    what="Access changed",
    about="Maria Lindqvist",
    app="",
    outcome="changed",
    outcome_word="Changed",
    sentences=(),
    recorded="",
)


def audit_pages() -> Pages:
    """The log, the log filtered to nothing, and both results of a look through it."""
    around = settings_frame(Section.AUDIT)
    log = AuditPage(
        form=FORM,
        lines=(REFUSED, CHANGED),
        total=41,
        older_url=f"{AUDIT}?before=40",
        export_url=f"{AUDIT}.jsonl",
        verify_url=f"{AUDIT}/verify",
    )
    lost = AuditFilterForm(
        action=AUDIT, people=(), apps=(), outcomes=(), person="maja@fjordfalk.example", outcome="refused", nobody=True
    )
    nothing = AuditPage(form=lost, lines=(), total=41, export_url=f"{AUDIT}.jsonl", verify_url=f"{AUDIT}/verify")
    whole = AuditVerifiedPage(rows=41, head="9f" * 32, findings=(), at=NOW, back_url=AUDIT)
    edited = AuditVerifiedPage(
        rows=41, head="9f" * 32, findings=("Row 2 was changed after it was written.",), at=NOW, back_url=AUDIT
    )
    yield Sample("audit", lambda _: log, around)
    yield Sample("audit-nothing", lambda _: nothing, around)
    yield Sample("audit-verified", lambda _: whole, around)
    yield Sample("audit-edited", lambda _: edited, around)
