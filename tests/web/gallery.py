"""Serves the sample pages on a loopback port as the server would: our own style sheets under a strict policy."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from msgspec.structs import replace

from admittance.explain.languages import Language
from admittance.usecases.records import Theme
from admittance.web.assets import ROOT
from admittance.web.render import render
from tests.web.sample import every_sample
from tests.web.sample_parts import Sample

POLICY = "default-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
# A picture of one pixel, where a real server would draw five characters.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
SAMPLES: dict[str, Sample] = {sample.name: sample for sample in every_sample()}


@contextmanager
def gallery() -> Iterator[str]:
    """The gallery's address while the block runs: `{address}/{name}?language=sv&theme=dark` is a page."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def shown(name: str, language: Language, theme: Theme = Theme.SYSTEM) -> str:
    """One sample page as HTML."""
    sample = SAMPLES[name]
    return render(sample.page(language), replace(sample.frame, theme=theme), language)


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        if asked.path.startswith("/static/"):
            self._static(asked.path.removeprefix("/static/"))
        elif asked.path.startswith("/captcha/"):
            self._answer(200, "image/png", PIXEL)
        elif asked.path[1:] in SAMPLES:
            chosen = parse_qs(asked.query)
            language = Language(chosen.get("language", ["en"])[0])
            theme = Theme(chosen.get("theme", ["system"])[0])
            self._answer(200, "text/html; charset=utf-8", shown(asked.path[1:], language, theme).encode())
        elif asked.path.endswith("/events"):
            self._answer(200, "text/event-stream", b"retry: 600000\n\n")  # nothing ever happens to a sample
        else:
            self._answer(404, "text/plain", b"not here")

    def _static(self, name: str) -> None:
        file = ROOT / name
        if ".." in name or not file.is_file():
            self._answer(404, "text/plain", b"not here")
        else:
            self._answer(200, guess_type(name)[0] or "application/octet-stream", file.read_bytes())

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a test's output is its failures."""
