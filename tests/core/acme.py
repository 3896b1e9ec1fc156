"""An account like the one in the source documents: a few real scopes, the people and plans that the tests speak of."""

from collections.abc import Mapping

from admittance.core.decide import Decision, Dropped, Granted, Question, Reason, Refused, decide
from admittance.core.install_url import read_install_url
from admittance.core.levels import Ladder, Level
from admittance.core.manifest import Manifest, make_manifest
from admittance.core.policy import EVERY_RIGHT, Policy, compile_policy
from admittance.core.requirements import Right, ScopeNeed

OAUTH = "oauth"
CONTACTS = "crm.objects.contacts.read"
CUSTOM = "crm.objects.custom.read"
AUTOMATION = "automation"
LISTS = "crm.lists.read"

VIEW_CONTACTS = "crm.contacts.view"
EDIT_CONTACTS = "crm.contacts.edit"
UNASSIGNED = "crm.contacts.unassigned"
VIEW_CUSTOM = "crm.custom_objects.view"
VIEW_WORKFLOWS = "crm_tools.workflows.view"
EDIT_WORKFLOWS = "crm_tools.workflows.edit"
VIEW_LISTS = "marketing.lists.view"
MARKETPLACE = "account.marketplace_access"
INSTALL_APPS = Right(MARKETPLACE, Level.ON)

TIERS = ("free", "starter", "professional", "enterprise")
STARTER = {"marketing_hub": "starter"}
PROFESSIONAL = {"marketing_hub": "professional"}
ENTERPRISE = {"marketing_hub": "enterprise"}

EVERYDAY: Mapping[str, Level] = {
    VIEW_CONTACTS: Level.ALL,
    VIEW_CUSTOM: Level.ALL,
    EDIT_WORKFLOWS: Level.ON,
    VIEW_LISTS: Level.ON,
}
"""Everything behind the app's scopes, and no App Marketplace access."""
INSTALLER: Mapping[str, Level] = {**EVERYDAY, MARKETPLACE: Level.ON}
"""Somebody who can connect everything."""


def needs(scope: str, permissions: list[list[Right]], tool: str | None = None) -> ScopeNeed:
    """A need with at most one tool."""
    return ScopeNeed(scope, tuple(tuple(way) for way in permissions), ((tool,),) if tool else ((),))


NEEDS = [
    needs(OAUTH, [[]]),
    needs(
        CONTACTS,
        [
            [Right(VIEW_CONTACTS, Level.ALL)],
            [Right(VIEW_CONTACTS, Level.OWNED), Right(UNASSIGNED, Level.ON)],
        ],
        "crm_records",
    ),
    needs(CUSTOM, [[Right(VIEW_CUSTOM, Level.ALL)]], "custom_objects"),
    needs(AUTOMATION, [[Right(VIEW_WORKFLOWS, Level.ON), Right(EDIT_WORKFLOWS, Level.ON)]], "workflows"),
    needs(LISTS, [[Right(VIEW_LISTS, Level.ON)]]),
]


def policy_for(scopes: list[ScopeNeed], marketplace: Right | None = INSTALL_APPS) -> Policy:
    """The account's catalogue with these scopes."""
    return compile_policy(
        permissions={
            VIEW_CONTACTS: Ladder.RECORDS,
            EDIT_CONTACTS: Ladder.RECORDS,
            UNASSIGNED: Ladder.SWITCH,
            VIEW_CUSTOM: Ladder.RECORDS,
            VIEW_WORKFLOWS: Ladder.SWITCH,
            EDIT_WORKFLOWS: Ladder.SWITCH,
            VIEW_LISTS: Ladder.SWITCH,
            MARKETPLACE: Ladder.SWITCH,
        },
        implies={EDIT_CONTACTS: (VIEW_CONTACTS,), EDIT_WORKFLOWS: (VIEW_WORKFLOWS,)},
        tools={
            "crm_records": ((),),
            "workflows": ((("marketing_hub", "professional"),), (("sales_hub", "professional"),)),
            "custom_objects": ((("marketing_hub", "enterprise"),), (("sales_hub", "enterprise"),)),
        },
        tiers={"marketing_hub": TIERS, "sales_hub": TIERS},
        needs=scopes,
        marketplace=marketplace,
    )


POLICY = policy_for(NEEDS)


def manifest(required: str = "", conditionally_required: str = "", optional: str = "") -> Manifest:
    """A manifest of space-separated scopes."""
    made = make_manifest(*(frozenset(scopes.split()) for scopes in (required, conditionally_required, optional)))
    assert isinstance(made, Manifest)
    return made


APP = manifest(CONTACTS, AUTOMATION, CUSTOM)
"""Contacts required, workflows conditionally required, custom objects optional."""


def ask(
    scope: str | None = f"{CONTACTS} {AUTOMATION}",
    optional_scope: str | None = CUSTOM,
    *,
    app: Manifest = APP,
    policy: Policy = POLICY,
    held: Mapping[str, Level] = INSTALLER,
    super_admin: bool = False,
    plan: Mapping[str, str] = ENTERPRISE,
    installed: bool = False,
    before: str | None = None,
    always_ask: bool = False,
) -> Decision:
    """Decide about the app; unless said otherwise, the right URL, an installer who can connect all, the largest plan.

    `before`: what was granted to the installed app; None is everything it asks for.
    """
    granted = app.configured if before is None else frozenset(before.split()) | {OAUTH}
    question = Question(
        manifest=app,
        url=read_install_url(scope, optional_scope),
        rights=EVERY_RIGHT if super_admin else policy.rights(held),
        tools=policy.tools(plan),
        installed=installed,
        granted_before=granted if installed else frozenset(),
        always_ask_marketplace=always_ask,
    )
    return decide(policy, question)


def reasons(decision: Decision) -> list[Reason]:
    """The reasons of a refusal."""
    assert isinstance(decision, Refused)
    return list(decision.reasons)


def granted(decision: Decision) -> Granted:
    """A grant, and nothing else."""
    assert isinstance(decision, Granted), decision
    return decision


def dropped(decision: Decision) -> list[Dropped]:
    """What a grant leaves out."""
    return list(granted(decision).dropped)


def without(permission: str) -> dict[str, Level]:
    """Everything an installer holds but this."""
    return {name: level for name, level in INSTALLER.items() if name != permission}
