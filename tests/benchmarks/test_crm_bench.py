"""What is said of the contacts' times, and what is searched for."""

from itertools import pairwise

from msgspec.structs import replace

from benchmarks.crm_bench import TYPED, CrmTimes, Timed, WorldTimes
from benchmarks.crm_contacts import contacts, typed
from benchmarks.results import Run, lines, page

WORLD = WorldTimes(
    name="ten contacts",
    contacts=10,
    filled_s=2.0,
    timed=[Timed(TYPED, [1.0] * 99 + [9.0]), Timed("by e-mail address", [2.0, 3.0])],
    resident_mb=70.0,
)


def test_contacts_are_the_same_each_time_and_have_addresses_of_their_own() -> None:
    """A seed fixes them; no e-mail address comes twice."""
    made = list(contacts(500))
    assert made == list(contacts(500))
    assert len({one["email"] for one in made}) == 500


def test_what_is_typed_comes_letter_by_letter() -> None:
    """Each query goes one letter further than the one before it, or begins anew with one letter."""
    queries = typed(200, 100)
    assert len(queries) == 200
    assert all(len(after) == 1 or after.startswith(before) for before, after in pairwise(queries))


def test_the_page_says_how_fast_contacts_are_found_and_whether_that_is_a_goal_missed() -> None:
    """Each way of asking with its middle and its 99th percentile, for both worlds; the goal is for what is typed."""
    run = Run(machine={}, settings="", ours=[], peers=[], http=None, resident={}, decide=None)
    run = replace(run, crm=CrmTimes([WORLD, WORLD]))

    assert "| search as you type | 1.0 / 9.0 | 1.0 / 9.0 |" in page(run)
    assert "10 contacts imported in 2 s, 5 a second" in lines(run)
    slow = replace(WORLD, timed=[Timed(TYPED, [11.0] * 10), *WORLD.timed[1:]])
    assert not slow.reached
    assert "| search as you type | 1.0 / 9.0 | 11.0 / 11.0 — goal missed |" in page(
        replace(run, crm=CrmTimes([WORLD, slow]))
    )
