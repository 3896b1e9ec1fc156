"""One test or more for every rule of the decision; the docstring is the rule."""

import pytest

from admittance.core.decide import Granted, Refused
from admittance.core.grants import grant
from admittance.core.levels import Level
from admittance.core.reasons import (
    Audience,
    ConditionalInOptional,
    LostByCatalogue,
    MarketplaceMissing,
    NotConfigured,
    OptionalInScope,
    PermissionMissing,
    RefusalCode,
    RequiredInOptional,
    RequiredMissing,
    Shortfall,
    ToolMissing,
    WhyMarketplace,
    mended_by,
)
from admittance.core.requirements import Right, ScopeNeed
from admittance.core.scopes import Parameter, ScopeKind
from tests.core.acme import (
    APP,
    AUTOMATION,
    CONTACTS,
    CUSTOM,
    EDIT_WORKFLOWS,
    EVERYDAY,
    INSTALLER,
    LISTS,
    MARKETPLACE,
    NEEDS,
    OAUTH,
    PROFESSIONAL,
    STARTER,
    UNASSIGNED,
    VIEW_CONTACTS,
    VIEW_CUSTOM,
    VIEW_LISTS,
    VIEW_WORKFLOWS,
    ask,
    dropped,
    granted,
    manifest,
    needs,
    policy_for,
    reasons,
    without,
)

WITHOUT_CONTACTS = policy_for([need for need in NEEDS if need.scope != CONTACTS])


def test_insufficient_scopes_when_a_required_scope_is_missing() -> None:
    """Rule 1: insufficient scopes when R − S is not empty."""
    assert reasons(ask(AUTOMATION)) == [RequiredMissing(CONTACTS)]
    assert ask(AUTOMATION).headline is RefusalCode.INSUFFICIENT_SCOPES


def test_insufficient_scopes_when_a_required_scope_is_optional_in_the_url() -> None:
    """Rule 1: … or R ∩ P is not empty."""
    assert reasons(ask(AUTOMATION, CONTACTS)) == [RequiredMissing(CONTACTS), RequiredInOptional(CONTACTS)]


def test_insufficient_scopes_even_if_the_scope_also_stands_in_scope() -> None:
    """Rule 1: … even if the scope is also in S."""
    assert reasons(ask(CONTACTS, CONTACTS)) == [RequiredInOptional(CONTACTS)]


def test_scope_mismatch_when_a_scope_is_not_configured() -> None:
    """Rule 2: scope mismatch when (S ∪ P) − (R ∪ C ∪ O) is not empty (not configured)."""
    assert reasons(ask(f"{CONTACTS} {LISTS}")) == [NotConfigured(LISTS, (Parameter.SCOPE,), known=True)]
    assert reasons(ask(CONTACTS, LISTS)) == [NotConfigured(LISTS, (Parameter.OPTIONAL_SCOPE,), known=True)]
    assert reasons(ask(f"{CONTACTS} {LISTS}", LISTS)) == [NotConfigured(LISTS, tuple(Parameter), known=True)]
    assert ask(CONTACTS, LISTS).headline is RefusalCode.SCOPE_MISMATCH


def test_scope_mismatch_when_a_conditional_scope_is_optional_in_the_url() -> None:
    """Rule 2: … or C ∩ P is not empty."""
    assert reasons(ask(CONTACTS, AUTOMATION)) == [ConditionalInOptional(AUTOMATION)]


def test_scope_mismatch_when_an_optional_scope_is_demanded_by_the_url() -> None:
    """Rule 2: … or O ∩ S is not empty."""
    assert reasons(ask(f"{CONTACTS} {CUSTOM}", None)) == [OptionalInScope(CUSTOM)]


def test_an_unknown_scope_is_a_mismatch_with_a_suggestion() -> None:
    """Rule 2: a scope unknown to the catalogue is a mismatch too, with a "did you mean"."""
    misspelled = "crm.objects.contact.read"
    [reason] = reasons(ask(f"{CONTACTS} {misspelled}"))
    assert isinstance(reason, NotConfigured)
    assert (reason.scope, reason.known) == (misspelled, False)
    assert reason.did_you_mean[0] == CONTACTS


@pytest.mark.parametrize("scope", ["x", "c" * 5_000, "CRM.OBJECTS", "\N{SNOWMAN}", "<script>"])
def test_an_unknown_scope_like_nothing_gets_no_suggestion(scope: str) -> None:
    """Rule 2: whatever stands in the URL is answered, however odd; nothing is suggested where nothing is near."""
    assert reasons(ask(f"{CONTACTS} {scope}")) == [NotConfigured(scope, (Parameter.SCOPE,), known=False)]


def test_no_permission_when_one_behind_a_required_scope_is_lacking() -> None:
    """Rule 3: no permission when the installer lacks a permission behind any scope in R ∪ (C ∩ S): here R."""
    ways = (
        (Shortfall(VIEW_CONTACTS, Level.ALL, Level.TEAM),),
        (Shortfall(UNASSIGNED, Level.ON, Level.OFF),),
    )
    refused = ask(held={**INSTALLER, VIEW_CONTACTS: Level.TEAM})
    assert reasons(refused) == [PermissionMissing(CONTACTS, ScopeKind.REQUIRED, tuple(sorted(ways)))]
    assert refused.headline is RefusalCode.USER_NOT_PERMITTED


def test_no_permission_when_one_behind_an_asked_conditional_scope_is_lacking() -> None:
    """Rule 3: no permission when the installer lacks a permission behind any scope in R ∪ (C ∩ S): here C ∩ S."""
    held = without(EDIT_WORKFLOWS) | {VIEW_WORKFLOWS: Level.ON}
    way = (Shortfall(EDIT_WORKFLOWS, Level.ON, Level.OFF),)
    assert reasons(ask(held=held)) == [PermissionMissing(AUTOMATION, ScopeKind.CONDITIONALLY_REQUIRED, (way,))]


def test_a_conditional_scope_that_the_url_leaves_out_needs_nothing() -> None:
    """Rule 3: a conditionally required scope outside S is not demanded; nobody needs a permission or a tool for it."""
    assert AUTOMATION not in granted(ask(CONTACTS, held=without(EDIT_WORKFLOWS), plan=STARTER)).demanded


def test_installing_an_app_needs_marketplace_access() -> None:
    """Rule 3: … or lacks App Marketplace access where this connection would install the app in the account."""
    assert reasons(ask(held=EVERYDAY)) == [MarketplaceMissing(MARKETPLACE, WhyMarketplace.INSTALLS_APP)]


def test_scopes_new_to_the_account_need_marketplace_access() -> None:
    """Rule 3: … or R ∪ (C ∩ S) holds a scope that is new to the account."""
    refused = ask(held=EVERYDAY, installed=True, before=f"{CONTACTS} {CUSTOM}")
    assert reasons(refused) == [MarketplaceMissing(MARKETPLACE, WhyMarketplace.NEW_SCOPES, (AUTOMATION,))]


def test_an_app_stays_installed_while_no_connection_is_left() -> None:
    """Rule 3: an app is installed from its first token exchange until it is uninstalled, also without a connection."""
    assert granted(ask(held=EVERYDAY, installed=True))


def test_after_an_uninstall_everything_is_new_again() -> None:
    """Rule 3: *new* means not granted since the app was installed; after an uninstall the next one installs it."""
    assert reasons(ask(held=EVERYDAY, installed=False)) == [
        MarketplaceMissing(MARKETPLACE, WhyMarketplace.INSTALLS_APP)
    ]


def test_a_colleague_needs_only_the_permissions_behind_the_scopes() -> None:
    """Rule 3: a colleague's later connection needs only the permissions behind the scopes."""
    assert granted(ask(held=EVERYDAY, installed=True)).offered == {CUSTOM}
    lacking = {name: level for name, level in EVERYDAY.items() if name != VIEW_CONTACTS}
    [reason] = reasons(ask(held=lacking, installed=True))
    assert isinstance(reason, PermissionMissing)


def test_an_account_may_always_ask_for_marketplace_access() -> None:
    """Rule 3: an account may choose to ask for marketplace access always."""
    refused = ask(held=EVERYDAY, installed=True, always_ask=True)
    assert reasons(refused) == [MarketplaceMissing(MARKETPLACE, WhyMarketplace.ALWAYS_ASKED)]
    assert granted(ask(held=INSTALLER, installed=True, always_ask=True))


def test_a_super_admin_lacks_nothing() -> None:
    """Rule 3: a Super Admin lacks nothing: neither marketplace access nor what no permission of the catalogue gives."""
    nobodys = policy_for([*NEEDS[:2], *NEEDS[3:], needs(CUSTOM, [])])
    for policy in (nobodys, policy_for(NEEDS)):
        assert granted(ask(policy=policy, super_admin=True, held={}, always_ask=True)).dropped == ()


def test_a_catalogue_without_a_marketplace_right_asks_nobody_for_it() -> None:
    """Rule 3 asks for the right that the catalogue names; where it names none, installing needs none."""
    bare = policy_for(NEEDS, marketplace=None)
    assert granted(ask(policy=bare, held=EVERYDAY)).dropped == ()


def test_missing_features_when_no_subscription_switches_on_a_tool_that_would_do() -> None:
    """Rule 4: missing features when the account's subscriptions switch on no tool for a scope in R ∪ (C ∩ S)."""
    refused = ask(plan=STARTER)
    assert reasons(refused) == [ToolMissing(AUTOMATION, ScopeKind.CONDITIONALLY_REQUIRED, (("workflows",),))]
    assert refused.headline is RefusalCode.ACCOUNT_LACKS_FEATURES


def test_any_subscription_that_switches_the_tool_on_will_do() -> None:
    """Rule 4: a tool is switched on by any of several product and tier pairs."""
    assert granted(ask(plan={"marketing_hub": "starter", "sales_hub": "professional"}))


def test_being_super_admin_never_helps_with_features() -> None:
    """Rule 4: being Super Admin never helps here."""
    assert reasons(ask(super_admin=True, plan=STARTER)) == reasons(ask(plan=STARTER))


def test_an_optional_scope_the_installer_cannot_give_is_dropped() -> None:
    """Rule 5: an optional scope that the installer cannot give is dropped, never an error, and the answer says why."""
    [drop] = dropped(ask(held=without(VIEW_CUSTOM)))
    assert drop.scope == CUSTOM
    way = (Shortfall(VIEW_CUSTOM, Level.ALL, Level.NONE),)
    assert drop.why == (PermissionMissing(CUSTOM, ScopeKind.OPTIONAL, (way,)),)


def test_an_optional_scope_the_account_cannot_give_is_dropped() -> None:
    """Rule 5: an optional scope that the account cannot give is dropped, never an error, and the answer says why."""
    [drop] = dropped(ask(plan=PROFESSIONAL))
    assert drop.why == (ToolMissing(CUSTOM, ScopeKind.OPTIONAL, (("custom_objects",),)),)


def test_an_optional_scope_new_to_the_account_is_dropped_without_marketplace_access() -> None:
    """Rule 5: … or that is new to the account while the installer lacks marketplace access."""
    [drop] = dropped(ask(held=EVERYDAY, installed=True, before=f"{CONTACTS} {AUTOMATION}"))
    assert drop.why == (MarketplaceMissing(MARKETPLACE, WhyMarketplace.NEW_SCOPES, (CUSTOM,)),)
    assert dropped(ask(held=INSTALLER, installed=True, before=f"{CONTACTS} {AUTOMATION}")) == []


def test_a_dropped_scope_carries_every_reason() -> None:
    """Rules 5 and 6: a dropped scope says all that stands in its way, the plan first."""
    held = {name: level for name, level in EVERYDAY.items() if name != VIEW_CUSTOM}
    [drop] = dropped(ask(held=held, plan=PROFESSIONAL, installed=True, before=f"{CONTACTS} {AUTOMATION}"))
    assert [type(reason) for reason in drop.why] == [ToolMissing, MarketplaceMissing, PermissionMissing]


def test_an_optional_scope_that_is_not_asked_for_is_neither_granted_nor_dropped() -> None:
    """Rule 5 concerns O ∩ P: an optional scope that the URL leaves out plays no part."""
    decision = granted(ask(optional_scope=None, plan=PROFESSIONAL))
    assert (decision.offered, decision.dropped) == (frozenset(), ())


def test_the_answer_carries_all_reasons() -> None:
    """Rule 6: the answer carries all reasons, not the first: developer, developer, account, user."""
    refused = ask(f"{LISTS} {AUTOMATION} {CUSTOM}", CONTACTS, held={}, plan=STARTER)
    assert [(type(reason), getattr(reason, "scope", None)) for reason in reasons(refused)] == [
        (RequiredMissing, CONTACTS),
        (RequiredInOptional, CONTACTS),
        (NotConfigured, LISTS),
        (OptionalInScope, CUSTOM),
        (ToolMissing, AUTOMATION),
        (MarketplaceMissing, None),
        (PermissionMissing, AUTOMATION),
        (PermissionMissing, CONTACTS),
    ]
    assert isinstance(refused, Refused)
    assert refused.codes == tuple(RefusalCode)


@pytest.mark.parametrize(
    ("decision", "headline"),
    [
        (ask(None, CUSTOM, held={}, plan=STARTER), RefusalCode.INSUFFICIENT_SCOPES),
        (ask(f"{CONTACTS} {AUTOMATION} {LISTS}", held={}, plan=STARTER), RefusalCode.SCOPE_MISMATCH),
        (ask(held={}, plan=STARTER), RefusalCode.ACCOUNT_LACKS_FEATURES),
        (ask(held={}), RefusalCode.USER_NOT_PERMITTED),
    ],
)
def test_nobody_is_sent_to_an_administrator_in_vain(decision: Refused, headline: RefusalCode) -> None:
    """Rule 6: the headline order is 1, 2 (developer), 4 (account), 3 (user)."""
    assert decision.headline is headline


def test_a_grant_is_what_is_demanded_and_what_was_left_ticked() -> None:
    """Rule 7: a grant is R ∪ (C ∩ S) ∪ (the optional scopes within reach that the installer left ticked)."""
    decision = granted(ask())
    assert grant(decision, frozenset({CUSTOM})).granted == {OAUTH, CONTACTS, AUTOMATION, CUSTOM}
    assert grant(decision, frozenset()).granted == {OAUTH, CONTACTS, AUTOMATION}


def test_optional_scopes_within_reach_start_ticked() -> None:
    """Rule 7: they start ticked: what is on offer is exactly what is optional, asked for and within reach."""
    app = manifest(CONTACTS, optional=f"{CUSTOM} {LISTS}")
    assert granted(ask(CONTACTS, f"{CUSTOM} {LISTS}", app=app, plan=PROFESSIONAL)).offered == {LISTS}


def test_granted_dropped_and_declined_are_what_was_asked() -> None:
    """Rule 7: granted ∪ dropped ∪ declined = asked, pairwise disjoint."""
    app = manifest(CONTACTS, AUTOMATION, f"{CUSTOM} {LISTS}")
    decision = granted(ask(f"{CONTACTS} {AUTOMATION}", f"{CUSTOM} {LISTS}", app=app, held=without(VIEW_LISTS)))
    given = grant(decision, frozenset())
    assert given.granted == {OAUTH, CONTACTS, AUTOMATION}
    assert [drop.scope for drop in given.dropped] == [LISTS]
    assert given.declined == {CUSTOM}


def test_oauth_counts_as_present() -> None:
    """Rule 8: `oauth` belongs to every manifest and counts as present in S even when the URL leaves it out."""
    assert OAUTH in APP.required
    assert granted(ask(CONTACTS)) == granted(ask(f"{OAUTH} {CONTACTS}"))
    assert OAUTH in granted(ask(CONTACTS)).demanded


def test_oauth_in_optional_scope_falls_under_rule_1() -> None:
    """Rule 8: in P it falls under rule 1."""
    assert reasons(ask(CONTACTS, OAUTH)) == [RequiredInOptional(OAUTH)]


def test_a_missing_scope_parameter_is_the_empty_set() -> None:
    """Rule 8: a missing `scope` parameter is otherwise the empty set, never "everything"."""
    assert reasons(ask(None, None)) == [RequiredMissing(CONTACTS)]
    assert granted(ask(None, None, app=manifest())).demanded == {OAUTH}


def test_what_changed_in_between_counts() -> None:
    """Rule 9: the decision is taken again at the consent POST and when the code is redeemed; what changed counts."""
    assert granted(ask())
    assert reasons(ask(held=without(EDIT_WORKFLOWS)))
    assert reasons(ask(plan=STARTER))
    assert reasons(ask(app=manifest(f"{CONTACTS} {LISTS}", AUTOMATION, CUSTOM))) == [RequiredMissing(LISTS)]
    assert granted(ask())


@pytest.mark.parametrize(
    ("held", "enough"),
    [
        ({VIEW_CONTACTS: Level.ALL}, True),
        ({VIEW_CONTACTS: Level.OWNED, UNASSIGNED: Level.ON}, True),
        ({VIEW_CONTACTS: Level.TEAM, UNASSIGNED: Level.ON}, True),
        ({VIEW_CONTACTS: Level.TEAM}, False),
        ({UNASSIGNED: Level.ON}, False),
    ],
)
def test_any_of_several_sets_of_permissions_will_do(held: dict[str, Level], enough: bool) -> None:
    """Rule 10: a requirement is "any of several sets" (OR of ANDs), for permissions; a level reads *at least*."""
    decision = ask(CONTACTS, None, app=manifest(CONTACTS), held={**held, MARKETPLACE: Level.ON})
    assert isinstance(decision, Granted) is enough


@pytest.mark.parametrize(
    ("plan", "enough"),
    [
        ({"marketing_hub": "professional"}, False),
        ({"marketing_hub": "enterprise"}, True),
        ({"marketing_hub": "professional", "sales_hub": "enterprise"}, True),
        ({"sales_hub": "starter"}, False),
        ({}, False),
    ],
)
def test_any_of_several_sets_of_tools_will_do(plan: dict[str, str], enough: bool) -> None:
    """Rule 10: a requirement is "any of several sets" (OR of ANDs), for tools alike."""
    both = ScopeNeed(LISTS, ((),), (("workflows", "custom_objects"), ("custom_objects", "crm_records")))
    decision = ask(LISTS, None, app=manifest(LISTS), policy=policy_for([NEEDS[0], both]), plan=plan)
    assert isinstance(decision, Granted) is enough


def test_every_way_is_told_with_what_is_missing_of_it() -> None:
    """Rules 6 and 10: a refusal lists for every set what is missing of it, the fewest first and no way twice."""
    view, lists, workflows = (Right(name, Level.ON) for name in (VIEW_WORKFLOWS, VIEW_LISTS, EDIT_WORKFLOWS))
    need = needs(LISTS, [[view, lists, workflows], [view, lists], [lists, workflows], [Right(UNASSIGNED, Level.ON)]])
    held = {VIEW_WORKFLOWS: Level.ON, MARKETPLACE: Level.ON}
    [reason] = reasons(ask(LISTS, None, app=manifest(LISTS), policy=policy_for([NEEDS[0], need]), held=held))
    assert isinstance(reason, PermissionMissing)
    assert [[short.permission for short in way] for way in reason.ways] == [
        [UNASSIGNED],
        [VIEW_LISTS],
        [VIEW_LISTS, EDIT_WORKFLOWS],
    ]


def test_a_lost_tool_takes_the_optional_scope_and_comes_back_with_the_plan() -> None:
    """Rule 11: a tool lost narrows; refused only if a demanded scope falls; it comes back with the plan."""
    whole = granted(ask())
    narrowed = granted(ask(plan=PROFESSIONAL))
    assert (narrowed.demanded, narrowed.offered) == (whole.demanded, frozenset())
    assert reasons(ask(plan=STARTER)) == [ToolMissing(AUTOMATION, ScopeKind.CONDITIONALLY_REQUIRED, (("workflows",),))]
    assert granted(ask()) == whole


def test_a_scope_the_catalogue_lost_is_the_operators_mismatch() -> None:
    """Rule 12: a scope that the catalogue loses later is a mismatch whose cause is the catalogue (for the operator)."""
    refused = ask(policy=WITHOUT_CONTACTS)
    assert reasons(refused) == [LostByCatalogue(CONTACTS, ScopeKind.REQUIRED)]
    assert refused.headline is RefusalCode.SCOPE_MISMATCH
    assert mended_by(refused.reasons[0]) is Audience.OPERATOR


@pytest.mark.parametrize(
    ("scope", "optional_scope", "causes"),
    [
        (CONTACTS, None, []),
        (CONTACTS, CUSTOM, [LostByCatalogue]),
        (f"{CONTACTS} {CUSTOM}", None, [OptionalInScope, LostByCatalogue]),
        (f"{CONTACTS} {CUSTOM}", CUSTOM, [OptionalInScope, LostByCatalogue]),
    ],
)
def test_a_lost_optional_scope_is_told_wherever_it_stands(
    scope: str, optional_scope: str | None, causes: list[type]
) -> None:
    """Rules 2, 6 and 12: a lost scope that the URL asks for is told, in whichever parameter, beside other mistakes."""
    policy = policy_for([need for need in NEEDS if need.scope != CUSTOM])
    decision = ask(scope, optional_scope, policy=policy)
    assert [type(reason) for reason in (reasons(decision) if causes else [])] == causes
    assert isinstance(decision, Refused) is bool(causes)


def test_the_shortest_way_stands_first() -> None:
    """Rules 6 and 10: of several sets of tools, the one with the fewest off comes first, each with only what is off."""
    both = ScopeNeed(LISTS, ((),), (("workflows", "custom_objects"), ("custom_objects", "crm_records"), ("workflows",)))
    policy = policy_for([NEEDS[0], both])
    assert reasons(ask(LISTS, None, app=manifest(LISTS), policy=policy, plan={})) == [
        ToolMissing(LISTS, ScopeKind.REQUIRED, (("custom_objects",), ("workflows",), ("workflows", "custom_objects")))
    ]


def test_the_same_lack_is_told_for_each_kind_of_its_own() -> None:
    """Rule 6: a reason tells the kind that its scope has in this very manifest, whatever was asked before."""
    for _ in range(2):
        for app, kind in (
            (manifest(AUTOMATION), ScopeKind.REQUIRED),
            (manifest("", AUTOMATION), ScopeKind.CONDITIONALLY_REQUIRED),
        ):
            off, withheld = reasons(ask(AUTOMATION, None, app=app, plan=STARTER, held={MARKETPLACE: Level.ON}))
            assert isinstance(off, ToolMissing)
            assert isinstance(withheld, PermissionMissing)
            assert (off.kind, withheld.kind) == (kind, kind)
        optional = ask(None, AUTOMATION, app=manifest("", "", AUTOMATION), plan=STARTER, held={MARKETPLACE: Level.ON})
        assert [getattr(why, "kind", None) for drop in dropped(optional) for why in drop.why] == [
            ScopeKind.OPTIONAL
        ] * 2


def test_a_url_full_of_slips_costs_no_more_than_a_few() -> None:
    """Only the first eight unknown scopes are compared with the catalogue; the others are told without a suggestion."""
    slips = [f"crm.objects.contacts.reed{number:02d}" for number in range(40)]
    told = [reason for reason in reasons(ask(" ".join([CONTACTS, *slips]))) if isinstance(reason, NotConfigured)]
    assert [reason.scope for reason in told] == slips
    assert all(reason.did_you_mean == (CONTACTS,) for reason in told[:8])
    assert all(reason.did_you_mean == () for reason in told[8:])
