"""Style sheets, scripts, fonts and icons."""

import mimetypes
from functools import cache

from admittance.http.problems import NOT_FOUND
from admittance.http.request import Request
from admittance.http.response import NOSNIFF, Response
from admittance.http.routes import Handler
from admittance.http.services import Services
from admittance.web.assets import ROOT
from admittance.web.shape import people_shape

_TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
LONGEST_NAME = 200
"""Characters; none of ours has half as many, and a file system refuses to be asked for more than 255."""
_FOREVER = (b"cache-control", b"public, max-age=31536000, immutable")


async def static(services: Services, request: Request) -> Response:
    """GET /static/{path}: the addresses carry a digest of the content, so they can be kept for good."""
    found = _file(request.path_values["path"])
    return found or people_shape(services)(request, NOT_FOUND)


def favicon() -> Handler:
    """GET /favicon.ico: browsers ask for it whatever a page says."""

    async def handler(services: Services, request: Request) -> Response:
        return _file("favicon.svg") or people_shape(services)(request, NOT_FOUND)

    return handler


def _file(path: str) -> Response | None:
    """The file as an answer. Only names that the package ships lead anywhere."""
    parts = path.split("/")
    if any(part in ("", ".", "..") or "\\" in part or part.startswith(".") for part in parts):
        return None
    there = len(path) <= LONGEST_NAME and ROOT.joinpath(*parts).is_file()
    return read_shipped(path) if there else None


@cache
def read_shipped(path: str) -> Response:
    """A file of the package as an answer, read once.

    INVARIANT: asked only for files that are there, so that nobody fills the memory with names that lead nowhere.
    """
    suffix = "." + path.rsplit(".", 1)[-1]
    kind = _TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    headers = ((b"content-type", f"{kind}{charset}".encode()), _FOREVER, NOSNIFF)
    return Response(200, headers, ROOT.joinpath(*path.split("/")).read_bytes())
