"""Style sheets, scripts, fonts and icons."""

import re

import pytest

from admittance.web.handlers.static import read_shipped
from admittance.web.help.articles import read_article
from tests.oauth.world import World

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/static/css/base.css", "text/css; charset=utf-8"),
        ("/static/favicon.svg", "image/svg+xml"),
        ("/favicon.ico", "image/svg+xml"),
    ],
)
async def test_files_are_kept_for_good(world: World, path: str, content_type: str) -> None:
    """A file has its type, may be cached for ever (its address carries a digest), and is never sniffed."""
    answer = await world.call("GET", path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "../render.py",
        "css/../../render.py",
        "%2e%2e/render.py",
        "..%2frender.py",
        "css%2f..%2f..%2frender.py",
        "css/..%5c..%5crender.py",
        ".hidden",
        "css",
        "css/",
        "",
        "/etc/passwd",
        "css/base.css%00.png",
        "a" * 300,
        "a/" * 5_000 + "a",
    ],
)
async def test_only_shipped_names_lead_anywhere(world: World, path: str) -> None:
    """No dots, no backslashes, no folders, no absolute paths: 404."""
    answer = await world.call("GET", f"/static/{path}")
    assert answer.status_code == 404
    assert "def " not in answer.text


async def test_names_that_lead_nowhere_are_not_kept(world: World) -> None:
    """Whatever names are asked for, of files or of articles, the memory holds those that are there."""
    await world.call("GET", "/static/css/base.css")
    await world.call("GET", "/help/scope-mismatch")
    kept = read_shipped.cache_info().currsize, read_article.cache_info().currsize
    for number in range(20):
        assert (await world.call("GET", f"/static/css/{number}.css")).status_code == 404
        assert (await world.call("GET", f"/help/{number}")).status_code == 404
    assert (read_shipped.cache_info().currsize, read_article.cache_info().currsize) == kept


async def test_every_page_names_files_that_are_there(world: World) -> None:
    """Each style sheet, script and icon of a page exists."""
    page = (await world.call("GET", "/sign-in")).text
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(found) > 5
    for path in found:
        assert (await world.call("GET", path)).status_code == 200, path


@pytest.mark.parametrize("path", ["/sign-in", "/static/css/base.css", "/favicon.ico", "/nowhere", "/profile"])
async def test_looking_without_the_body(world: World, path: str) -> None:
    """HEAD is answered as GET is (RFC 9110 section 9.3.2), which is what checks of links and of health use."""
    head, get = await world.call("HEAD", path), await world.call("GET", path)
    assert head.status_code == get.status_code
    assert (
        head.headers["content-type" if get.content else "location"]
        == get.headers["content-type" if get.content else "location"]
    )
