"""What runs beside the server."""

import io

import pytest

from admittance.http.background import keep_running
from admittance.http.logs import configure_logs
from admittance.http.services import Services

pytestmark = pytest.mark.anyio


async def test_what_fails_is_told_and_started_again() -> None:
    """Each failure is an error line that names the task, without the failure's message; then it runs anew."""
    runs: list[int] = []

    async def post(services: Services) -> None:
        runs.append(1)
        if len(runs) < 3:
            raise RuntimeError("a secret")

    lines = io.BytesIO()
    configure_logs(to=lines)
    try:
        await keep_running(post, None, again_s=0)  # type: ignore[arg-type]
    finally:
        configure_logs()

    said = lines.getvalue().decode()
    assert len(runs) == 3
    assert said.count('"level":"error"') == said.count('"event":"background_failed","what":"post"') == 2
    assert "a secret" not in said
