"""How ratios are made."""

import pytest

from benchmarks.rounds import ratio


def test_a_ratio_is_taken_between_neighbouring_rounds() -> None:
    """Each pair met the same machine, so a slow minute spoils neither: the middle counts, the extremes are shown."""
    found = ratio([100.0, 10.0, 300.0], [50.0, 5.0, 100.0])
    assert (found.median, found.lowest, found.highest) == (2.0, 2.0, 3.0)
    assert str(found) == "2.00 (2.00–3.0)"


def test_rounds_without_a_partner_are_a_mistake() -> None:
    """Nothing is compared with a round that was not run."""
    with pytest.raises(ValueError, match="shorter"):
        ratio([1.0, 2.0], [1.0])
