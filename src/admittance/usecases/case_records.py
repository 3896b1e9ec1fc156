"""Cases and elevations as storage keeps them."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from admittance.core import lifetimes
from admittance.core.levels import Level
from admittance.core.reasons import Reason
from admittance.usecases.records import AskedInstall

CASE_LASTS = 30 * lifetimes.DAY
"""A case that nobody answers is over after this; the next refusal opens a new one."""
MOST_ASKS_A_DAY = 20
"""By one person, over all cases and fixers."""
LONGEST_TEXT = 1_000
"""Characters of a message to a fixer, or of an answer."""


class CaseState(StrEnum):
    """Where a case stands. APPROVED, DECLINED, SOLVED and EXPIRED are ends; a declined one can be asked again."""

    OPEN = "open"
    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    SOLVED = "solved"
    EXPIRED = "expired"


class Case(Struct, frozen=True, kw_only=True):
    """A refused attempt, one for the same person, app and reasons while it is not over.

    `asked` is None where a code was refused. `asked_of` are the fixers it was sent to, `message` the person's words to
    them. `answered_by`, `answered_at` and `answer` are the fixer's; `remedy` names what was applied,
    `wish` which of several ways the person asks for (empty for the smallest).
    """

    account_id: int
    id: int
    app_id: int
    user_id: int
    reasons: tuple[Reason, ...]
    asked: AskedInstall | None
    opened_at: int
    seen_at: int
    state: CaseState = CaseState.OPEN
    asked_of: tuple[int, ...] = ()
    asked_at: int | None = None
    message: str = ""
    answered_by: int | None = None
    answered_at: int | None = None
    answer: str = ""
    remedy: str = ""
    wish: str = ""

    @property
    def expires_at(self) -> int:
        """When it ends by itself, counted from the last time somebody did something with it."""
        return max(self.seen_at, self.asked_at or 0, self.answered_at or 0) + CASE_LASTS

    @property
    def over(self) -> bool:
        """Whether nobody waits for it any more."""
        return self.state in (CaseState.APPROVED, CaseState.SOLVED, CaseState.EXPIRED)


class CaseEventKind(StrEnum):
    """What happened to a case."""

    REFUSED = "refused"
    ASKED = "asked"
    DEVELOPER_TOLD = "developer_told"
    APPROVED = "approved"
    PARTLY_MENDED = "partly_mended"
    DECLINED = "declined"
    SOLVED = "solved"
    CONNECTED = "connected"
    EXPIRED = "expired"
    ELEVATION_REVOKED = "elevation_revoked"


class CaseEvent(Struct, frozen=True, kw_only=True):
    """One line of a case's timeline. `to` is who was asked; `text` what was said with it."""

    account_id: int
    case_id: int
    seq: int
    at: int
    kind: CaseEventKind
    actor: int | None = None
    to: int | None = None
    text: str = ""


class ElevationEnd(StrEnum):
    """Why an elevation is over before its time."""

    REDEEMED = "redeemed"
    REVOKED = "revoked"
    PERSON_LEFT = "person_left"


class Elevation(Struct, frozen=True, kw_only=True):
    """Extra rights for one user, one app, one case (product section 5). `rights` is what is added, and nothing when
    `super_admin`. It counts while `starts_at` <= now < `ends_at` and `ended_at` is None: decided by comparing times.
    """

    account_id: int
    id: int
    user_id: int
    app_id: int
    case_id: int
    rights: Mapping[str, Level]
    super_admin: bool
    given_by: int
    starts_at: int
    ends_at: int
    ended_at: int | None = None
    ended_why: ElevationEnd | None = None

    def counts(self, now: int) -> bool:
        """Whether it adds anything at `now`."""
        return self.ended_at is None and self.starts_at <= now < self.ends_at


LONGEST_ELEVATION = 8 * lifetimes.HOUR
USUAL_ELEVATION = 15 * lifetimes.MINUTE


class Letter(Struct, frozen=True, kw_only=True):
    """A mail waiting in the outbox. `key` makes it the only one of its kind: each person is told once per case.

    It holds no secret: links in it lead to pages that ask who is there.
    """

    account_id: int
    id: int
    key: str
    user_id: int
    subject: str
    body: str
    written_at: int
    sent_at: int | None = None


class HelpFeedback(Struct, frozen=True, kw_only=True):
    """Was this helpful? `comment` may be empty."""

    id: int
    article: str
    language: str
    helpful: bool
    comment: str
    at: int
