"""What the operator reads of the help's feedback."""

import asyncio
from pathlib import Path

from admittance.usecases.help_feedback import give_feedback
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.help_feedback import feedback_text
from tests.wiring.test_operator import running


def test_the_operator_counts_answers_and_reads_comments(tmp_path: Path) -> None:
    """Counts by article and language, then the comments, one line each, the newest first; beside a running server."""
    services = running(tmp_path)
    assert feedback_text(tmp_path, None, 5) == "Nobody has said anything yet."
    for helpful, comment, now in ((True, "", 1_000), (False, "Where is\nthe gear?", 2_000), (False, "Too long", 3_000)):

        def say(tx, helpful=helpful, comment=comment, now=now):  # type: ignore[no-untyped-def]
            return give_feedback(tx, "phone-panel", "en", helpful, comment, now)

        asyncio.run(services.store.write(say))
    assert feedback_text(tmp_path, "phone-panel", 5) == "\n".join(
        [
            "phone-panel  en  helpful 1, not helpful 2",
            "1970-01-01T00:00:03Z  phone-panel (en), not helpful: Too long",
            "1970-01-01T00:00:02Z  phone-panel (en), not helpful: Where is / the gear?",
        ]
    )
    assert isinstance(feedback_text(tmp_path, "nothing", 5), CannotStart)
    asyncio.run(services.store.close())
