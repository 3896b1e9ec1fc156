"""The scopes of an install URL that somebody wrote down, without asking what server it leads to."""

from urllib.parse import parse_qsl

from admittance.core.install_url import InstallUrl, read_install_url
from admittance.core.scopes import Parameter


def read_install_url_text(text: str) -> InstallUrl | str:
    """S and P of an address such as `https://…/oauth/authorize?client_id=…&scope=…`, whole or from its path on.

    Or what is wrong, in lower case: no query, a query that is not percent-encoded UTF-8, a scope parameter twice
    (RFC 6749 section 3.1: parameters must not be included more than once).
    """
    address, question_mark, query = text.partition("#")[0].partition("?")
    if not question_mark or " " in address:
        return "is no address with a query: write it whole, or give `scope` and `optional_scope` in an object"
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        return "has a query that is not percent-encoded UTF-8"
    sent = {parameter: [value for name, value in pairs if name == parameter] for parameter in Parameter}
    for parameter, values in sent.items():
        if len(values) > 1:
            return f"has `{parameter}` {len(values)} times"
    scope, optional_scope = (next(iter(values), None) for values in sent.values())
    return read_install_url(scope, optional_scope)
