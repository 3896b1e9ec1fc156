"""What the document says of the API is what the API does, whatever is sent."""

from pathlib import Path

import pytest

from tests.fuzz.requests import fuzz
from tests.fuzz.server import running

REQUESTS = 2_000


@pytest.mark.slow
def test_no_random_request_gets_an_answer_that_is_not_documented(tmp_path: Path) -> None:
    """2,000 requests over every operation, valid and not: no 5xx; each answer has a documented status and shape."""
    with running(tmp_path) as target:
        run = fuzz(target, REQUESTS)
    assert [(wrong.operation, wrong.what) for wrong in run.wrong] == []
    assert run.sent >= REQUESTS * 0.9
    # The requests get somewhere: things are read, created, changed and removed, and refused for every kind of reason.
    assert {200, 201, 204, 207, 400, 403, 404, 409} <= set(run.statuses)
