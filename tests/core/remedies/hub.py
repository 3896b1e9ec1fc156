"""An account with weights, sets and colleagues, as small as the tests' sentences allow."""

from collections.abc import Collection, Mapping

from admittance.core.decide import Question, Refused, decide
from admittance.core.duties import Duty
from admittance.core.install_url import read_install_url
from admittance.core.levels import Ladder, Level
from admittance.core.manifest import Manifest
from admittance.core.policy import EVERY_RIGHT, compile_policy
from admittance.core.remedies.remedy import PermissionPart, Remedies, Remedy
from admittance.core.remedies.search import MOST, remedies
from admittance.core.remedies.terms import Terms, compile_terms
from admittance.core.requirements import Right, ScopeNeed

CONTACTS, AUTOMATION, MAIL, REPORTS = "contacts", "automation", "mail", "reports"
NOBODYS, NOWHERE_SOLD, OAUTH = "nobodys", "nowhere_sold", "oauth"
VIEW, EDIT, UNASSIGNED = "crm.contacts.view", "crm.contacts.edit", "crm.contacts.unassigned"
WORKFLOWS, LISTS, MARKETPLACE = "tools.workflows", "marketing.lists", "account.marketplace_access"
USERS, BILLING = "account.users.edit", "account.billing.edit"
LEVELS = {level.value: level for level in Level}

WEIGHTS = {VIEW: 1, EDIT: 2, UNASSIGNED: 1, WORKFLOWS: 5, LISTS: 1, MARKETPLACE: 3, USERS: 8, BILLING: 8}
TIERS = {
    "marketing": {"free": 0, "starter": 2, "professional": 80, "enterprise": 320},
    "sales": {"free": 0, "starter": 2, "professional": 20, "enterprise": 40},
    "mail_addon": {"addon": 60},
}
SETS: Mapping[str, Mapping[str, Level]] = {
    "viewer": {VIEW: Level.ALL, LISTS: Level.ON},
    "connector": {VIEW: Level.ALL, EDIT: Level.ALL, MARKETPLACE: Level.ON},
    "builder": {VIEW: Level.ALL, EDIT: Level.ALL, MARKETPLACE: Level.ON, WORKFLOWS: Level.ON},
}


def _right(text: str) -> Right:
    permission, level = text.split(":")
    return Right(permission, LEVELS[level])


def _need(scope: str, permissions: str = "", *tools: str) -> ScopeNeed:
    """`a:all & b:on | c:on`; no tool is every account's."""
    ways = [[_right(right) for right in way.split(" & ") if right] for way in permissions.split(" | ")]
    return ScopeNeed(scope, tuple(tuple(way) for way in ways), tuple((tool,) for tool in tools) or ((),))


POLICY = compile_policy(
    permissions={name: Ladder.RECORDS if name in (VIEW, EDIT) else Ladder.SWITCH for name in WEIGHTS},
    implies={EDIT: (VIEW,)},
    tools={
        "workflows": ((("marketing", "professional"),), (("sales", "professional"),)),
        "mail": ((("marketing", "professional"), ("mail_addon", "addon")), (("marketing", "enterprise"),)),
        "unsold": (),
    },
    tiers={product: tuple(tiers) for product, tiers in TIERS.items()},
    needs=[
        _need(OAUTH),
        _need(CONTACTS, f"{VIEW}:all | {VIEW}:owned & {UNASSIGNED}:on"),
        _need(AUTOMATION, f"{WORKFLOWS}:on", "workflows"),
        _need(MAIL, "", "mail"),
        _need(REPORTS, f"{EDIT}:team & {LISTS}:on"),
        ScopeNeed(NOBODYS, permissions=()),
        _need(NOWHERE_SOLD, "", "unsold"),
    ],
    marketplace=_right(f"{MARKETPLACE}:on"),
    duties={Duty.EDIT_PEOPLE: _right(f"{USERS}:on"), Duty.EDIT_PLAN: _right(f"{BILLING}:on")},
)
TERMS = compile_terms(POLICY, permission_weights=WEIGHTS, tier_weights=TIERS, permission_sets=SETS)
NO_SETS = compile_terms(POLICY, permission_weights=WEIGHTS, tier_weights=TIERS, permission_sets={})


def mask(*rights: str) -> int:
    """The rights mask of somebody who holds `permission:level`."""
    return POLICY.rights({right.permission: right.level for right in map(_right, rights)})


SUPER_ADMIN = EVERY_RIGHT


def question(
    app: Manifest,
    scope: str,
    optional_scope: str = "",
    *,
    held: tuple[str, ...] | None = (),
    plan: Mapping[str, str] | None = None,
    installed: bool = True,
) -> Question:
    """About an app that was granted all it asks for before, unless it is not installed. `held` None: a Super Admin."""
    return Question(
        manifest=app,
        url=read_install_url(scope, optional_scope),
        rights=SUPER_ADMIN if held is None else mask(*held),
        tools=POLICY.tools(plan or {}),
        installed=installed,
        granted_before=app.configured if installed else frozenset(),
    )


def mend(
    asked: Question,
    plan: Mapping[str, str] | None = None,
    colleagues: Collection[int] = (SUPER_ADMIN,),
    *,
    terms: Terms = NO_SETS,
    most: int = MOST,
) -> Remedies:
    """The remedies of a refusal."""
    assert isinstance(decide(POLICY, asked), Refused)
    return remedies(terms, asked, plan or {}, colleagues, most=most)


def parts(found: Remedies) -> list[PermissionPart | None]:
    """What each remedy does with the installer's rights."""
    return [remedy.permission for remedy in found.found]


def names(found: Remedies) -> list[str]:
    """The kinds of those."""
    return [type(part).__name__ for part in parts(found)]


def first(found: Remedies) -> Remedy:
    """The best remedy."""
    return found.found[0]
