"""Changes of an install link and of an app's settings in words: what its developer would do."""

from admittance.core.remedies.remedy import ManifestChange, Remedy, UrlChange
from admittance.core.scopes import Parameter, ScopeKind
from admittance.web.present.reader import Reader


def link_title(reader: Reader, remedy: Remedy) -> str:
    """What the developer does, in a few words."""
    t = reader.words
    if remedy.manifest and remedy.url:
        return t.gettext("Correct the install link and the app's settings")
    return t.gettext("Correct the app's settings") if remedy.manifest else t.gettext("Correct the install link")


def link_lines(reader: Reader, remedy: Remedy) -> tuple[str, ...]:
    """Each scope with where it goes."""
    return (*(_in_link(reader, one) for one in remedy.url), *(_in_settings(reader, one) for one in remedy.manifest))


def _in_link(reader: Reader, change: UrlChange) -> str:
    t, scope = reader.words, {"scope": change.scope}
    if not change.after:
        return t.gettext("Leave `%(scope)s` out of the link.") % scope
    into_scope = Parameter.SCOPE in change.after
    if not change.before:
        return t.gettext("Add `%(scope)s` to `scope`.") % scope
    if len(change.before) > 1:
        only = t.gettext("Keep `%(scope)s` in `%(parameter)s` only.")
        return only % (scope | {"parameter": (Parameter.SCOPE if into_scope else Parameter.OPTIONAL_SCOPE).value})
    if into_scope:
        return t.gettext("Move `%(scope)s` from `optional_scope` to `scope`.") % scope
    return t.gettext("Move `%(scope)s` from `scope` to `optional_scope`.") % scope


def _in_settings(reader: Reader, change: ManifestChange) -> str:
    t, scope = reader.words, {"scope": change.scope}
    if change.after is ScopeKind.OPTIONAL:
        return t.gettext("Configure `%(scope)s` as optional.") % scope
    if change.after is ScopeKind.CONDITIONALLY_REQUIRED:
        return t.gettext("Configure `%(scope)s` as conditionally required.") % scope
    return t.gettext("Configure `%(scope)s` as required.") % scope
