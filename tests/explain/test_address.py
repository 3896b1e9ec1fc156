"""The followed install link and the corrected one."""

from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from admittance.core.decide import Question, insufficient_scopes, scope_mismatches
from admittance.core.install_url import read_install_url
from admittance.core.levels import Ladder, Level
from admittance.core.manifest import Manifest
from admittance.core.policy import compile_policy
from admittance.core.reasons import NotConfigured
from admittance.core.requirements import Right, ScopeNeed
from admittance.core.scopes import Parameter
from admittance.explain.address import Addresses, AddressLine, Mark, addresses

ENDPOINT = "https://connect.example/oauth/authorize"
MANIFEST = Manifest(frozenset({"oauth", "r"}), frozenset({"c"}), frozenset({"o"}))


def corrected(**sent: str) -> Addresses:
    """Both addresses of a link with these parameters."""
    return addresses(ENDPOINT, tuple(sent.items()), MANIFEST)


def line(lines: tuple[AddressLine, ...], name: str) -> AddressLine:
    """The line of a parameter."""
    return next(found for found in lines if found.name == name)


def marks(found: AddressLine) -> dict[str, Mark]:
    """Value -> mark."""
    return {value.text: value.mark for value in found.values}


def test_an_optional_scope_moves_to_its_place() -> None:
    """The seed's example: an optional scope in `scope` moves to `optional_scope`, and both places are marked."""
    both = corrected(client_id="123", redirect_uri="xyz", scope="oauth r o", state="q81b")
    assert marks(line(both.followed, "scope")) == {"oauth": Mark.PLAIN, "r": Mark.PLAIN, "o": Mark.WRONG}
    assert [found.name for found in both.corrected] == ["client_id", "redirect_uri", "scope", "optional_scope", "state"]
    assert marks(line(both.corrected, "optional_scope")) == {"o": Mark.CORRECTED}
    assert line(both.corrected, "scope").mark is Mark.PLAIN


def test_a_conditional_scope_moves_to_scope_and_a_required_one_is_added() -> None:
    """What is missing is added, what stands in the wrong place moves, what the app lacks goes."""
    both = corrected(scope="oauth x", optional_scope="c o")
    assert [value.text for value in line(both.corrected, "scope").values] == ["oauth", "c", "r"]
    assert [value.text for value in line(both.corrected, "optional_scope").values] == ["o"]
    assert marks(line(both.followed, "scope"))["x"] is Mark.WRONG


def test_a_parameter_that_is_missing_is_marked_by_its_new_line() -> None:
    """A link without `scope` gets one, after what was there."""
    both = corrected(client_id="123")
    assert [found.name for found in both.corrected] == ["client_id", "scope"]
    assert marks(line(both.corrected, "scope"))["r"] is Mark.CORRECTED


def test_a_misspelt_scope_is_put_right() -> None:
    """A scope whose nearest known name is the app's own is corrected to it."""
    misspelt = NotConfigured("ooo", (Parameter.OPTIONAL_SCOPE,), known=False, did_you_mean=("o",))
    both = addresses(ENDPOINT, (("scope", "r"), ("optional_scope", "ooo")), MANIFEST, (misspelt,))
    assert [value.text for value in line(both.corrected, "optional_scope").values] == ["o"]


def test_what_is_made_anew_each_time_is_short_and_not_copied() -> None:
    """`state` and the challenge are shown shortened; the link to copy has neither."""
    both = corrected(client_id="123", scope="r", state="secret-state", code_challenge="abcdefgh")
    assert line(both.followed, "state").values[0].text == "sec…"
    assert line(both.corrected, "code_challenge").values[0].text == "abc…"
    copied = parse_qs(urlsplit(both.to_copy).query)
    assert set(copied) == {"client_id", "scope"}


SCOPES = st.lists(st.sampled_from(["oauth", "r", "r2", "c", "c2", "o", "o2", "x", "y"]), max_size=6).map(" ".join)
WIDE = Manifest(frozenset({"oauth", "r", "r2"}), frozenset({"c", "c2"}), frozenset({"o", "o2"}))
POLICY = compile_policy(
    permissions={"p": Ladder.SWITCH},
    implies={},
    tools={},
    tiers={},
    needs=[ScopeNeed(scope) for scope in WIDE.configured],
    marketplace=Right("p", Level.ON),
)


@given(SCOPES, SCOPES)
def test_the_corrected_link_is_always_right(scope: str, optional_scope: str) -> None:
    """Whatever a link asked for, the corrected one has none of the developer's mistakes, and asks for nothing new but
    what is required."""
    sent = (("client_id", "1"), ("scope", scope), ("optional_scope", optional_scope))
    copied = parse_qs(urlsplit(addresses(ENDPOINT, sent, WIDE).to_copy).query)
    right = read_install_url(copied["scope"][0], copied.get("optional_scope", [""])[0])
    question = Question(WIDE, right, rights=-1, tools=0)
    assert insufficient_scopes(WIDE, right) == []
    assert scope_mismatches(POLICY, WIDE, question.url, WIDE.required) == []
    asked = set(scope.split()) | set(optional_scope.split())
    assert (right.scope | right.optional_scope) - WIDE.required <= asked
    assert asked & (WIDE.conditionally_required | WIDE.optional) <= right.scope | right.optional_scope
