"""The addresses of static files."""

import re

from admittance.web.assets import asset


def test_our_own_files_carry_a_digest_of_what_is_in_them() -> None:
    """A changed style sheet has a changed address, so it may be cached for ever."""
    assert re.fullmatch(r"/static/css/base\.css\?v=[0-9a-f]{8}", asset("css/base.css"))


def test_built_files_are_found_by_their_plain_names() -> None:
    """Templates name "app.js" and the build's manifest knows the hashed file; before a build the plain one is named."""
    assert re.fullmatch(r"/static/dist/app(-[A-Z0-9]+)?\.js", asset("app.js"))


def test_a_file_that_nobody_built_keeps_its_name() -> None:
    """A page never fails for want of a file."""
    assert asset("nothing.js") == "/static/dist/nothing.js"
