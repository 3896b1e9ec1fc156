"""What the front end's build leaves for the pages, tried in a real Chromium under the strictest policy."""

import json
import re
import threading
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from altcha import v2

from tests.house.sources import SRC

if TYPE_CHECKING:
    from playwright.sync_api import Page

DIST = SRC / "web" / "static" / "dist"
KEY = "a key of this test"
TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".txt": "text/plain"}


def manifest() -> dict[str, str]:
    """Plain name -> hashed name, as the build wrote it."""
    names: dict[str, str] = json.loads((DIST / "manifest.json").read_text(encoding="utf-8"))
    return names


def test_the_manifest_names_every_built_file() -> None:
    """The folder holds what the manifest names and nothing else: no leftover of an earlier build is ever served."""
    built = {file.relative_to(DIST).as_posix() for file in DIST.rglob("*") if file.is_file()}
    assert built == set(manifest().values()) | {"manifest.json"}


def test_a_built_name_changes_with_the_content() -> None:
    """Each hashed name is the plain one with eight characters more, so a file may be cached for ever."""
    hashed = re.compile(r"^(?P<stem>.+)-[0-9A-Z]{8}(?P<suffix>\.\w+)$")
    plain = {plain: hashed.sub(r"\g<stem>\g<suffix>", name) for plain, name in manifest().items()}
    assert plain == {name: name for name in plain}


def test_fonts_and_licences_come_along() -> None:
    """Inter is served from here in Latin and Latin Extended, and what we ship brings its licence's text."""
    names = manifest()
    assert {"fonts/inter-latin-wght-normal.woff2", "fonts/inter-latin-ext-wght-normal.woff2"} <= names.keys()
    assert "SIL OPEN FONT LICENSE" in (DIST / names["licenses/inter.txt"]).read_text(encoding="utf-8")
    assert "Permission is hereby granted" in (DIST / names["licenses/altcha.txt"]).read_text(encoding="utf-8")


def _document(challenge: str) -> str:
    names = manifest()
    return f"""<!doctype html><html lang="sv"><title>t</title>
        <link rel="stylesheet" href="/{names["captcha.css"]}"><link rel="stylesheet" href="/{names["fonts.css"]}">
        <script type="module" src="/{names["captcha.js"]}"></script>
        <main><form><altcha-widget language="sv" challenge='{challenge}'></altcha-widget></form></main></html>"""


class Handler(BaseHTTPRequestHandler):
    """Serves dist, and at / a page with the captcha, all under `default-src 'self'`."""

    def do_GET(self) -> None:
        """One file of dist, or the page."""
        file = Path(self.path.lstrip("/"))
        if self.path == "/":
            challenge = v2.create_challenge("PBKDF2/SHA-256", 1000, hmac_secret=KEY, hmac_key_secret=KEY)
            self._answer(_document(json.dumps(challenge.to_dict())).encode(), "text/html; charset=utf-8")
        elif file.as_posix() in manifest().values():
            self._answer((DIST / file).read_bytes(), TYPES[file.suffix])
        else:
            self.send_error(404)

    def _answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", "default-src 'self'")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test reads the browser's console instead."""


@pytest.fixture
def site() -> Generator[str]:
    """The address of a server of the built files."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.browser
def test_the_captcha_works_under_a_policy_of_self(site: str, page: "Page") -> None:
    """The widget speaks Swedish, solves in its own worker, and its answer verifies, with no breach of the policy."""
    from playwright.sync_api import expect

    breaches: list[str] = []
    page.on("console", lambda message: breaches.append(message.text) if message.type == "error" else None)
    page.goto(site)
    expect(page.get_by_text("Jag är inte en robot")).to_be_visible()
    page.locator("altcha-widget input[type=checkbox]").focus()
    page.keyboard.press("Space")
    expect(page.locator("altcha-widget [data-state=verified]")).to_be_attached(timeout=30_000)
    answer = page.locator("input[name=altcha]").input_value()
    assert v2.verify_solution(answer, KEY, hmac_key_secret=KEY).verified
    assert [text for text in breaches if "Content Security Policy" in text] == []
