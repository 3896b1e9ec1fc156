"""A real server, killed (SIGKILL) while it makes its data directory."""

import random
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.command import ADMITTANCE, environment
from tests.faults.parties import tokens_of
from tests.faults.site import ALL_ROUNDS, Site
from tests.http.serving import eventually

pytestmark = pytest.mark.faults

FIRST_STARTS = 10 if ALL_ROUNDS else 1
LONGEST_PAUSE_S = 0.1


@pytest.mark.parametrize("sign_of_life", ["admittance.lock", "admittance.db", "admittance.db-wal"])
def test_a_first_start_that_is_killed_is_simply_made_again(tmp_path: Path, sign_of_life: str) -> None:
    """Killed while it makes keys, tables and demo world, a server leaves nothing half done: the next start has it all,
    and people connect apps there.
    """
    for number in range(FIRST_STARTS):
        with ExitStack() as clients:
            site = Site(tmp_path / f"start-{number}" / "data", clients)
            _kill_once_there(site, site.data / sign_of_life)
            with site.serving():
                person, app = site.signed_in("granted"), site.app("granted")
                tokens = tokens_of(app.redeem(person.grant(site.links["granted"])))
                found = app.http.get("/crm/v3/objects/contacts", headers={"authorization": f"Bearer {tokens.access}"})
                assert len(found.json()["results"]) == 10
            site.check_audit()


def _kill_once_there(site: Site, file: Path) -> None:
    command = [*ADMITTANCE, "serve", "--demo", "--port", str(site.port), "--data", str(site.data)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment()) as process:
        eventually(file.exists)
        time.sleep(random.uniform(0, LONGEST_PAUSE_S))
        process.kill()
