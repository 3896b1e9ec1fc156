"""The JSON of cases and Why? as types, for documentation; docs/decide.md tells what each key means."""

from typing import Literal

from msgspec import UNSET, Struct, UnsetType, field

from admittance.http.error_answers import ApiError


class PersonalProblem(ApiError, kw_only=True, rename="camel"):
    """A problem. Where a case's state is in the way: the case, a word for what was in the way, and its state now."""

    case: str | UnsetType = UNSET
    outcome: str | UnsetType = UNSET
    state: str | UnsetType = UNSET


class PersonNamed(Struct):
    """Somebody of the account."""

    user: int
    name: str


class MissingLevel(Struct):
    """One permission below what is needed."""

    permission: str
    needed: str
    held: str


class ReasonAnswer(Struct, kw_only=True):
    """One reason; which of the later keys there are goes by its cause."""

    cause: str
    code: str
    scope: str | None
    mended_by: str
    places: list[str] | UnsetType = UNSET
    known: bool | UnsetType = UNSET
    did_you_mean: list[str] | UnsetType = UNSET
    kind: str | UnsetType = UNSET
    ways: list[list[str | MissingLevel]] | UnsetType = UNSET
    permission: str | UnsetType = UNSET
    why: str | UnsetType = UNSET
    scopes: list[str] | UnsetType = UNSET


class DroppedAnswer(Struct):
    """An optional scope that is left out."""

    scope: str
    why: list[ReasonAnswer]


class DecisionAnswer(Struct, kw_only=True):
    """A grant, or every reason against it."""

    verdict: Literal["granted", "refused"]
    headline: str | None
    reasons: list[ReasonAnswer]
    granted: list[str]
    offered: list[str]
    dropped: list[DroppedAnswer]
    declined: list[str]


class LevelChange(Struct):
    """A permission before and after."""

    permission: str
    before: str = field(name="from")
    after: str = field(name="to")


class RightToSet(Struct):
    """A permission with the level to give."""

    permission: str
    level: str


class PermissionPart(Struct, kw_only=True):
    """What is given to the person. `permission_set` or `rights` by its kind."""

    part: str
    permission_set: str | UnsetType = UNSET
    rights: list[RightToSet] | UnsetType = UNSET
    added: list[LevelChange]
    lost: list[LevelChange]


class TierChange(Struct):
    """A product's tier before (null: not subscribed) and after."""

    product: str
    before: str | None = field(name="from")
    after: str = field(name="to")


class PlaceChange(Struct):
    """The parameters of the install URL that a scope stands in, and those it should."""

    scope: str
    before: list[str] = field(name="from")
    after: list[str] = field(name="to")


class KindChange(Struct):
    """A scope's kind in the app's settings before (null: not configured) and after."""

    scope: str
    before: str | None = field(name="from")
    after: str = field(name="to")


class StepAnswer(Struct):
    """Who can take one of the steps now. `own`: the person who would connect may."""

    audience: str
    people: list[PersonNamed]
    own: bool


class RemedyAnswer(Struct, kw_only=True):
    """Changes that together turn the refusal into a grant."""

    permission: PermissionPart | None
    plan: list[TierChange]
    install_url: list[PlaceChange]
    manifest: list[KindChange]
    added_privilege: int
    new_products: int
    cost: int
    people: int
    steps: list[StepAnswer]


class WhyAnswer(DecisionAnswer, kw_only=True):
    """The decision about a person and an app, with what would mend it."""

    account: int
    user: int
    app: str
    remedies: list[RemedyAnswer]
    more_remedies: bool
    search_cut: bool
    out_of_reach: list[str]


class WayAnswer(Struct, kw_only=True):
    """What the reader may approve. `way` is the text to send, `remedy` its place in `remedies`, `everything`: it makes
    a Super Admin.
    """

    way: str
    remedy: int
    adds: list[LevelChange]
    loses: list[LevelChange]
    everything: bool


class WishAnswer(Struct):
    """One of several ways that the person can ask for. `wish` is the text to send, `remedy` its place in `remedies`,
    `fixers` the nearest people for it.
    """

    wish: str
    remedy: int
    fixers: list[int]


class CaseAnswer(Struct, kw_only=True):
    """A case. `decision` is what would be decided now; null where there is nothing to decide any more, or nothing that
    the reader may know. `fixers` and `wishes` are for the person, `ways` for whoever may approve; remedies for both.
    """

    case: str
    account: int
    user: int
    app: str | None
    state: Literal["open", "asked", "approved", "declined", "solved", "expired"]
    message: str
    answer: str
    asked_of: list[int]
    decision: DecisionAnswer | None
    may_ask: bool
    may_answer: bool
    fixers: list[PersonNamed]
    wishes: list[WishAnswer]
    ways: list[WayAnswer]
    remedies: list[RemedyAnswer] | UnsetType = UNSET
    more_remedies: bool | UnsetType = UNSET
    search_cut: bool | UnsetType = UNSET
    out_of_reach: list[str] | UnsetType = UNSET
    csrf: str


class Taken(Struct):
    """What was done, to how many people, and the case's state now."""

    case: str
    state: str
    outcome: str
    people: int


class AskBody(Struct, kw_only=True, forbid_unknown_fields=True):
    """`fixer`: ids of those to ask, parted by blanks. `wish`: one of `wishes`; without it, the smallest way."""

    fixer: str
    message: str | UnsetType = UNSET
    wish: str | UnsetType = UNSET
    csrf: str | UnsetType = UNSET


class ApproveBody(Struct, kw_only=True, forbid_unknown_fields=True):
    """`way`: one of the case's `ways`, or its kind alone ("lend_rights"). `minutes`: for how long, where it ends by
    itself. `also`: further cases that wait for the same, parted by blanks. `message`: words to the person.
    """

    way: str | UnsetType = UNSET
    minutes: str | UnsetType = UNSET
    also: str | UnsetType = UNSET
    message: str | UnsetType = UNSET
    csrf: str | UnsetType = UNSET


class DeclineBody(Struct, kw_only=True, forbid_unknown_fields=True):
    """`message`: why not."""

    message: str
    csrf: str | UnsetType = UNSET


class RevokeBody(Struct, kw_only=True, forbid_unknown_fields=True):
    """Nothing but the token, where it is not in the header."""

    csrf: str | UnsetType = UNSET
