"""The examples of docs/webhooks.md."""

import json
import re
import shutil
import subprocess
import time
from typing import Any

import pytest

from admittance.core.webhooks.signing import signature_v3
from tests.house.sources import ROOT

PAGE = (ROOT / "docs" / "webhooks.md").read_text(encoding="utf-8")
URL, BODY, SECRET = "https://app.example/hooks?key=1", '[{"propertyValue":"Å"}]', "the-secret"
NODE = shutil.which("node")


def _example(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def _requests() -> list[tuple[str, str, str]]:
    """Body, signature and timestamp of a genuine request; of a changed one, a wrong one, an old one, and nonsense."""
    now = int(time.time() * 1000)
    fresh, old = str(now), str(now - 301_000)
    signature = signature_v3(SECRET, "POST", URL, BODY.encode(), fresh)
    return [
        (BODY, signature, fresh),
        (BODY + " ", signature, fresh),
        (BODY, signature[:-4] + "AAA=", fresh),
        (BODY, signature_v3(SECRET, "POST", URL, BODY.encode(), old), old),
        (BODY, "å", "soon"),
    ]


GENUINE = [True, False, False, False, False]


def test_the_python_example_tells_genuine_requests_from_others() -> None:
    """What the page shows is what works: genuine yes; changed, wrong, old and nonsense no."""
    names: dict[str, Any] = {}
    exec(_example("python"), names)  # noqa: S102 - the page's own words
    check = names["is_genuine"]
    assert [check(SECRET, URL, body.encode(), *rest) for body, *rest in _requests()] == GENUINE


@pytest.mark.skipif(NODE is None, reason="Node is not installed")
def test_the_node_example_tells_genuine_requests_from_others() -> None:
    """The same in Node."""
    script = _example("js") + (
        "for (const [body, signature, timestamp] of JSON.parse(process.argv[1]))"
        f" console.log(isGenuine('{SECRET}', '{URL}', Buffer.from(body), signature, timestamp));"
    )
    command = [str(NODE), "--input-type=module", "-e", script, json.dumps(_requests())]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert [line == "true" for line in done.stdout.split()] == GENUINE
