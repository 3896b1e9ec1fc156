"""The remedies of one refusal at a time, as product section 4 tells of them."""

from msgspec.structs import replace

from admittance.core.decide import Granted, decide
from admittance.core.levels import Level
from admittance.core.remedies.applying import applied
from admittance.core.remedies.remedy import (
    AssignSet,
    ElevateRights,
    ElevateSuperAdmin,
    GrantRights,
    MakeSuperAdmin,
    ManifestChange,
    PlanChange,
    Remedies,
    RightChange,
    UrlChange,
)
from admittance.core.remedies.search import remedies
from admittance.core.remedies.terms import compile_terms
from admittance.core.requirements import Right
from admittance.core.scopes import Parameter, ScopeKind
from tests.core.acme import manifest
from tests.core.remedies import hub
from tests.core.remedies.hub import (
    AUTOMATION,
    BILLING,
    CONTACTS,
    EDIT,
    LISTS,
    MAIL,
    MARKETPLACE,
    NOBODYS,
    NOWHERE_SOLD,
    REPORTS,
    SUPER_ADMIN,
    TERMS,
    UNASSIGNED,
    USERS,
    VIEW,
    WORKFLOWS,
    first,
    mask,
    mend,
    names,
    parts,
    question,
)

S, P = Parameter.SCOPE, Parameter.OPTIONAL_SCOPE
READS = manifest(CONTACTS)
WORKS = manifest(AUTOMATION)


def changes(found: Remedies) -> list[tuple[object, ...]]:
    """URL and manifest changes of each remedy."""
    return [(*remedy.url, *remedy.manifest) for remedy in found.found]


def test_a_grant_has_no_remedies() -> None:
    """Where nothing is refused, nothing is to be mended."""
    assert remedies(TERMS, question(READS, CONTACTS, held=(f"{VIEW}:all",)), {}) == Remedies()


def test_the_smallest_permission_comes_first_and_super_admin_last() -> None:
    """Remedies are ordered by added privilege; a permanent grant before its elevation; a permanent Super Admin last."""
    found = mend(question(READS, CONTACTS, held=(f"{VIEW}:owned",)))
    box, all_records = RightChange(UNASSIGNED, Level.OFF, Level.ON), RightChange(VIEW, Level.OWNED, Level.ALL)
    assert parts(found) == [
        GrantRights((Right(UNASSIGNED, Level.ON),), (box,)),
        ElevateRights((Right(UNASSIGNED, Level.ON),), (box,)),
        GrantRights((Right(VIEW, Level.ALL),), (all_records,)),
        ElevateSuperAdmin(),
        MakeSuperAdmin(),
    ]
    assert [remedy.added_privilege for remedy in found.found] == [1, 1, 2, 34, 34]
    assert not found.more
    assert not found.cut


def test_a_super_admin_is_made_only_where_somebody_may() -> None:
    """A permanent Super Admin is offered where a colleague is one."""
    asked = question(READS, CONTACTS)
    assert MakeSuperAdmin() in parts(mend(asked, colleagues=[SUPER_ADMIN]))
    assert MakeSuperAdmin() not in parts(mend(asked, colleagues=[mask(f"{USERS}:on")]))


def test_what_a_grant_implies_counts_and_need_not_be_set() -> None:
    """Edit at Team brings View at Team along: it counts as added privilege, and only Edit is to be set."""
    remedy = first(mend(question(manifest(REPORTS), REPORTS)))
    assert remedy.permission == GrantRights(
        (Right(EDIT, Level.TEAM), Right(LISTS, Level.ON)),
        (
            RightChange(VIEW, Level.NONE, Level.TEAM),
            RightChange(EDIT, Level.NONE, Level.TEAM),
            RightChange(LISTS, Level.OFF, Level.ON),
        ),
    )
    assert remedy.added_privilege == 2 * 1 + 2 * 2 + 1


def test_only_what_is_missing_is_granted() -> None:
    """Permissions and levels that the installer holds are no part of a remedy."""
    asked = question(manifest(REPORTS), REPORTS, held=(f"{VIEW}:all", f"{EDIT}:owned"))
    remedy = first(mend(asked))
    assert isinstance(remedy.permission, GrantRights)
    assert remedy.permission.added == (
        RightChange(EDIT, Level.OWNED, Level.TEAM),
        RightChange(LISTS, Level.OFF, Level.ON),
    )


def test_marketplace_access_is_a_permission_among_others() -> None:
    """The first installation needs App Marketplace access, and a remedy adds it to what the scopes need."""
    asked = question(READS, CONTACTS, held=(f"{VIEW}:all",), installed=False)
    remedy = first(mend(asked))
    assert remedy.permission == GrantRights(
        (Right(MARKETPLACE, Level.ON),), (RightChange(MARKETPLACE, Level.OFF, Level.ON),)
    )


def test_a_plan_refusal_lists_no_permissions() -> None:
    """Where only the plan stands in the way, no remedy touches permissions: not even Super Admin helps."""
    found = mend(question(WORKS, AUTOMATION, held=(f"{WORKFLOWS}:on",)))
    assert set(parts(found)) == {None}


def test_a_super_admin_gets_no_permission_remedies() -> None:
    """A Super Admin lacks no permission, so only plans are shown."""
    found = mend(question(WORKS, AUTOMATION, held=None))
    assert set(parts(found)) == {None}
    assert len(found.found) == 2


def test_plans_that_cannot_be_compared_are_all_shown() -> None:
    """Tiers are a vector: the cheapest way through each product stands in the list."""
    found = mend(question(WORKS, AUTOMATION, held=None))
    assert [remedy.plan for remedy in found.found] == [
        (PlanChange("sales", None, "professional"),),
        (PlanChange("marketing", None, "professional"),),
    ]
    assert [remedy.cost for remedy in found.found] == [20, 80]


def test_an_upgrade_of_a_product_already_held_comes_first() -> None:
    """Marketing Starter is upgraded rather than Sales bought, although that would cost less."""
    plan = {"marketing": "starter", "sales": "free"}
    found = mend(question(WORKS, AUTOMATION, held=None, plan=plan), plan)
    assert [remedy.plan for remedy in found.found] == [
        (PlanChange("marketing", "starter", "professional"),),
        (PlanChange("sales", "free", "professional"),),
    ]
    assert [(remedy.new_products, remedy.cost) for remedy in found.found] == [(0, 78), (1, 20)]


def test_a_tool_may_take_two_products() -> None:
    """Professional with the add-on, or Enterprise alone: both are minimal."""
    plan = {"marketing": "professional"}
    found = mend(question(manifest(MAIL), MAIL, held=None, plan=plan), plan)
    assert [remedy.plan for remedy in found.found] == [
        (PlanChange("marketing", "professional", "enterprise"),),
        (PlanChange("mail_addon", None, "addon"),),
    ]


def test_one_plan_for_two_tools_is_found() -> None:
    """Marketing Enterprise gives workflows and mail; Sales Professional does not go with it."""
    found = mend(question(manifest(f"{AUTOMATION} {MAIL}"), f"{AUTOMATION} {MAIL}", held=None))
    assert (PlanChange("marketing", None, "enterprise"),) in [remedy.plan for remedy in found.found]
    assert all(len({change.product for change in remedy.plan}) == len(remedy.plan) for remedy in found.found)
    assert all(change.product != "sales" for remedy in found.found for change in remedy.plan)


def test_a_permission_set_replaces_the_own_rights_and_says_what_is_lost() -> None:
    """Assigning a set is computed on the result: what it adds, and what the installer would lose."""
    asked = question(READS, CONTACTS, held=(f"{WORKFLOWS}:on", f"{LISTS}:on"))
    found = mend(asked, terms=TERMS)
    assert AssignSet(
        "viewer",
        added=(RightChange(VIEW, Level.NONE, Level.ALL),),
        lost=(RightChange(WORKFLOWS, Level.ON, Level.OFF),),
    ) in parts(found)


def test_a_set_that_adds_more_than_another_is_not_listed() -> None:
    """Only sets are listed than which no sufficing set adds strictly less."""
    asked = question(READS, CONTACTS, installed=False)
    sets = [part.permission_set for part in parts(mend(asked, terms=TERMS)) if isinstance(part, AssignSet)]
    assert sets == ["connector"], "viewer lacks marketplace access, builder adds all that connector does"


def test_a_set_must_do_for_what_the_person_could_already() -> None:
    """A set that takes away what another scope needs does not suffice."""
    app = manifest(f"{CONTACTS} {REPORTS}")
    asked = question(app, f"{CONTACTS} {REPORTS}", held=(f"{EDIT}:team", f"{LISTS}:on"))
    assert "AssignSet" not in names(mend(asked, terms=TERMS))


def test_a_permission_that_nobody_can_be_given_leaves_super_admin() -> None:
    """Where the catalogue names no permission that would do, only a Super Admin lacks nothing (rule 3)."""
    assert names(mend(question(manifest(NOBODYS), NOBODYS))) == ["ElevateSuperAdmin", "MakeSuperAdmin"]


def test_what_no_plan_switches_on_is_out_of_reach() -> None:
    """A tool that is sold nowhere leaves no remedy, and the answer names the scope."""
    asked = question(manifest(f"{CONTACTS} {NOWHERE_SOLD}"), f"{CONTACTS} {NOWHERE_SOLD}")
    assert mend(asked) == Remedies(out_of_reach=(NOWHERE_SOLD,))


def test_what_the_catalogue_lost_is_out_of_reach() -> None:
    """A scope that the catalogue lost is for the operator: nobody else is sent to mend it (rule 12)."""
    asked = question(manifest(f"{CONTACTS} gone"), f"{CONTACTS} gone")
    assert mend(asked) == Remedies(out_of_reach=("gone",))


def test_a_required_scope_is_added_to_the_url() -> None:
    """Rule 1: every install URL contains all required scopes."""
    found = mend(question(READS, "", held=None))
    assert changes(found) == [(UrlChange(CONTACTS, (), (S,)),)]
    assert first(found).people == 1


def test_a_required_scope_is_taken_out_of_optional_scope() -> None:
    """Rule 1: a required scope stands in `scope` only."""
    assert changes(mend(question(READS, CONTACTS, CONTACTS, held=None))) == [(UrlChange(CONTACTS, (S, P), (S,)),)]
    assert changes(mend(question(READS, "", CONTACTS, held=None))) == [(UrlChange(CONTACTS, (P,), (S,)),)]


def test_oauth_is_taken_out_of_optional_scope() -> None:
    """Rule 8: `oauth` in `optional_scope` falls under rule 1."""
    assert changes(mend(question(READS, CONTACTS, "oauth", held=None))) == [(UrlChange("oauth", (S, P), (S,)),)]


def test_a_scope_that_is_not_configured_leaves_the_url_or_is_configured() -> None:
    """Rule 2: out of the URL, conditionally required where it stands, or optional and in its parameter."""
    found = mend(question(READS, f"{CONTACTS} {REPORTS}", held=None))
    assert changes(found) == [
        (UrlChange(REPORTS, (S,), ()),),
        (ManifestChange(REPORTS, None, ScopeKind.CONDITIONALLY_REQUIRED),),
        (UrlChange(REPORTS, (S,), (P,)), ManifestChange(REPORTS, None, ScopeKind.OPTIONAL)),
    ]


def test_a_scope_that_nobody_knows_leaves_the_url() -> None:
    """A manifest cannot name a scope unknown to the catalogue (rule 12), so the URL lets it go."""
    assert changes(mend(question(READS, f"{CONTACTS} contcats", held=None))) == [(UrlChange("contcats", (S,), ()),)]


def test_a_conditional_scope_moves_to_scope_or_leaves() -> None:
    """Rule 2: a conditionally required scope stands in `scope` or nowhere; or it becomes optional."""
    app = manifest(CONTACTS, REPORTS)
    assert changes(mend(question(app, CONTACTS, REPORTS, held=None))) == [
        (UrlChange(REPORTS, (P,), (S,)),),
        (UrlChange(REPORTS, (P,), ()),),
        (ManifestChange(REPORTS, ScopeKind.CONDITIONALLY_REQUIRED, ScopeKind.OPTIONAL),),
    ]


def test_an_optional_scope_moves_to_optional_scope_or_leaves() -> None:
    """Rule 2, the source document's example: an optional scope in `scope`; it may become conditionally required too."""
    app = manifest(CONTACTS, "", REPORTS)
    assert changes(mend(question(app, f"{CONTACTS} {REPORTS}", held=None))) == [
        (UrlChange(REPORTS, (S,), (P,)),),
        (UrlChange(REPORTS, (S,), ()),),
        (ManifestChange(REPORTS, ScopeKind.OPTIONAL, ScopeKind.CONDITIONALLY_REQUIRED),),
    ]


def test_a_url_that_demands_less_needs_fewer_permissions() -> None:
    """Moving a scope to `scope` demands it: that remedy carries its permissions, the other one carries none."""
    app = manifest(CONTACTS, REPORTS)
    found = mend(question(app, CONTACTS, REPORTS, held=(f"{VIEW}:all",)))
    assert first(found).permission is None
    moved = [remedy for remedy in found.found if remedy.url == (UrlChange(REPORTS, (P,), (S,)),)]
    assert [type(remedy.permission).__name__ for remedy in moved] == [
        "GrantRights",
        "ElevateRights",
        "ElevateSuperAdmin",
        "MakeSuperAdmin",
    ]


def test_a_conditional_scope_in_both_is_given_up_only_where_it_is_out_of_reach() -> None:
    """Out of `optional_scope` alone is less than out of both; out of both only where the scope's need is not met."""
    app = manifest(CONTACTS, REPORTS)
    url = (f"{CONTACTS} {REPORTS}", REPORTS)
    given_up = (UrlChange(REPORTS, (S, P), ()),)
    assert given_up not in changes(mend(question(app, *url, held=None)))
    found = mend(question(app, *url, held=(f"{VIEW}:all",)))
    assert given_up in changes(found)
    assert [remedy.permission for remedy in found.found if remedy.url == given_up] == [None]


def test_no_manifest_is_changed_that_could_not_be_saved() -> None:
    """Where the catalogue lost another scope of the manifest, only the URL can change (rule 12)."""
    app = manifest(CONTACTS, "", "gone")
    found = mend(question(app, f"{CONTACTS} {REPORTS}", held=None))
    assert changes(found) == [(UrlChange(REPORTS, (S,), ()),)]


def test_one_who_can_do_both_counts_as_one() -> None:
    """The number of people: an administrator who may change the plan does alone what otherwise takes two."""
    asked = question(WORKS, AUTOMATION)
    admin, owner = mask(f"{USERS}:on", f"{WORKFLOWS}:on"), mask(f"{BILLING}:on")
    assert first(mend(asked, colleagues=[admin, owner])).people == 2
    assert first(mend(asked, colleagues=[admin | owner])).people == 1
    assert first(mend(asked, colleagues=[SUPER_ADMIN])).people == 1
    assert first(mend(asked, colleagues=[])).people == 2


def test_who_lacks_the_right_cannot_give_it() -> None:
    """Nobody grants what they do not hold: such an administrator does not count as the one for both."""
    asked = question(WORKS, AUTOMATION)
    assert first(mend(asked, colleagues=[mask(f"{USERS}:on", f"{BILLING}:on")])).people == 2


def test_equal_privilege_and_cost_leave_it_to_the_number_of_people() -> None:
    """Of two remedies that add as much and cost as much, the one for fewer people comes first."""
    equal = compile_terms(
        hub.POLICY,
        permission_weights={**hub.WEIGHTS, VIEW: 1, UNASSIGNED: 2},
        tier_weights=hub.TIERS,
        permission_sets={},
    )
    app = manifest(f"{CONTACTS} {MAIL}")
    asked = question(app, f"{CONTACTS} {MAIL}", held=(f"{VIEW}:owned",))
    for held, expected in [(f"{VIEW}:all", VIEW), (f"{UNASSIGNED}:on", UNASSIGNED)]:
        both = mask(f"{USERS}:on", f"{BILLING}:on", held)
        part = first(mend(asked, colleagues=[both], terms=equal)).permission
        assert isinstance(part, GrantRights)
        assert [right.permission for right in part.rights] == [expected]


def test_at_most_twenty_are_told_and_that_there_are_more() -> None:
    """The answer holds the first ones and says that there are others."""
    app = manifest(CONTACTS, "", f"{REPORTS} {MAIL} {AUTOMATION}")
    asked = question(app, f"{CONTACTS} {REPORTS} {MAIL} {AUTOMATION}", held=None)
    found, few = mend(asked), mend(asked, most=5)
    assert (len(found.found), found.more, found.cut) == (20, True, False)
    assert (few.found, few.more) == (found.found[:5], True)
    everything = mend(asked, most=1000)
    assert not everything.more
    assert everything.found[:20] == found.found


def test_a_cut_search_says_so_and_tells_only_what_works() -> None:
    """The search is bounded by a number of steps; what it has found by then is minimal, and works."""
    app = manifest(f"{CONTACTS} {REPORTS} {AUTOMATION} {MAIL}")
    asked = question(app, f"{CONTACTS} {REPORTS} {AUTOMATION} {MAIL}", installed=False)
    whole = mend(asked, most=1000)
    for steps in range(1, 40):
        found = remedies(hub.NO_SETS, asked, {}, [SUPER_ADMIN], steps=steps, most=1000)
        assert found.found
        assert found.cut or found == whole
        assert {remedy for remedy in found.found if not isinstance(remedy.permission, ElevateRights)} <= {*whole.found}
        for remedy in found.found:
            assert isinstance(decide(hub.POLICY, applied(hub.NO_SETS, asked, {}, remedy)), Granted)
    assert remedies(hub.NO_SETS, asked, {}, [SUPER_ADMIN], steps=1).cut


def test_always_asking_for_marketplace_access_is_a_cause_of_its_own() -> None:
    """An account that always asks for App Marketplace access gets it as the remedy."""
    asked = replace(question(READS, CONTACTS, held=(f"{VIEW}:all",)), always_ask_marketplace=True)
    part = first(mend(asked)).permission
    assert isinstance(part, GrantRights)
    assert part.rights == (Right(MARKETPLACE, Level.ON),)


def test_a_scope_new_to_the_account_brings_marketplace_access_along() -> None:
    """A misplaced scope that is new to the account asks for marketplace access only where it ends up demanded."""
    app = manifest(CONTACTS, REPORTS)
    asked = question(app, CONTACTS, REPORTS, held=(f"{VIEW}:all", f"{EDIT}:all", f"{LISTS}:on"))
    found = mend(replace(asked, granted_before=frozenset({CONTACTS, "oauth"})))
    assert first(found).permission is None
    moved = next(remedy for remedy in found.found if remedy.url == (UrlChange(REPORTS, (P,), (S,)),))
    assert moved.permission == GrantRights(
        (Right(MARKETPLACE, Level.ON),), (RightChange(MARKETPLACE, Level.OFF, Level.ON),)
    )
