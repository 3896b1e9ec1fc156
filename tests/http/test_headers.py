"""Security headers (attack case 50)."""

from admittance.http.headers import Sources, content_security_policy, html_response, origin_of, see_other


def test_a_page_has_every_header() -> None:
    """A page is closed against frames, sniffing, referrers, openers and caches."""
    page = html_response("<p>å</p>", 400)
    names = dict(page.headers)
    assert page.body == "<p>å</p>".encode()
    assert names[b"content-type"] == b"text/html; charset=utf-8"
    assert names[b"cache-control"] == b"no-store"
    assert names[b"x-content-type-options"] == b"nosniff"
    assert names[b"x-frame-options"] == b"DENY"
    assert names[b"referrer-policy"] == b"no-referrer"
    assert names[b"cross-origin-opener-policy"] == b"same-origin"


def test_the_policy_allows_nothing_but_our_own() -> None:
    """No inline script or style, no base, no frame around us, forms only to ourselves."""
    policy = content_security_policy()
    assert "default-src 'self'" in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "base-uri 'none'" in policy
    assert "form-action 'self';" in policy
    assert policy.endswith("frame-ancestors 'none'")
    assert "unsafe" not in policy


def test_a_page_may_name_what_it_needs_besides() -> None:
    """Sources of a hosted captcha, and the redirect URI's origin on the consent page, stand where they belong."""
    policy = content_security_policy(
        Sources(form_action=("https://x.test",), script=("https://s.test",), frame=("https://f.test",))
    )
    assert "form-action 'self' https://x.test;" in policy
    assert "script-src 'self' https://s.test;" in policy
    assert "frame-src https://f.test;" in policy


def test_an_origin_is_scheme_host_and_port() -> None:
    """The consent page's policy names no more of the redirect URI than that."""
    assert origin_of("https://x.test/cb?a=b;c") == "https://x.test"
    assert origin_of("http://127.0.0.1:4300/cb") == "http://127.0.0.1:4300"


def test_a_redirect_is_303_and_says_nothing() -> None:
    """303: the form is not sent again; no cache keeps it, no referrer leaves."""
    response = see_other("https://x.test/cb?code=c")
    assert (response.status, response.body) == (303, b"")
    assert response.header(b"location") == "https://x.test/cb?code=c"
    assert response.header(b"cache-control") == "no-store"
    assert response.header(b"referrer-policy") == "no-referrer"
