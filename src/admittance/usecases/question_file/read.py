"""A self-contained question as JSON values, read strictly: every mistake is told, with what was probably meant."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import Struct

from admittance.catalogue.loader import catalogue_of, default_catalogue
from admittance.catalogue.mistakes import Mistake
from admittance.catalogue.model import Catalogue
from admittance.core.decide import Question
from admittance.core.install_url import InstallUrl, read_install_url
from admittance.core.levels import Level
from admittance.core.manifest import Manifest, ScopesOverlap, make_manifest
from admittance.core.policy import EVERY_RIGHT, Policy
from admittance.core.scopes import LONGEST_SCOPE, OAUTH, is_scope
from admittance.usecases.question_file.fields import MISTAKES_TOLD, Fields, Mistakes
from admittance.usecases.question_file.install_url import read_install_url_text


class AskedQuestion(Struct, frozen=True):
    """A question that can be decided. `ticked`: the optional scopes left ticked; None is all of them."""

    id: str | int | None
    policy: Policy
    question: Question
    ticked: frozenset[str] | None


class NoQuestion(Struct, frozen=True):
    """What is wrong with it, in lower case; several mistakes are separated by "; ". `id` where it could be read."""

    error: str
    id: str | int | None = None


def read_question(asked: object) -> AskedQuestion | NoQuestion:
    """The question that JSON values ask, in the form of docs/decide.md, or everything that is wrong with it."""
    if not isinstance(asked, Mapping):
        return NoQuestion("a question is an object: {…}")
    mistakes = Mistakes()
    fields = Fields(asked, "", mistakes)
    question_id = _id(fields)
    catalogue = _catalogue(fields)
    if catalogue is None:  # without it, nothing that the question names can be judged
        return NoQuestion(_told(mistakes), question_id)
    manifest = _manifest(fields)
    url = _install_url(fields)
    rights = _rights(fields, catalogue)
    tools = catalogue.policy.tools(_subscriptions(fields, catalogue))
    installed = fields.flag("installed")
    before = fields.texts("granted_before")
    always_ask = fields.flag("always_ask_marketplace")
    ticked = fields.texts("ticked") if fields.has("ticked") else None
    fields.close()
    if mistakes or manifest is None or url is None:
        return NoQuestion(_told(mistakes), question_id)
    # Every grant holds `oauth` (product rules 7 and 8), so it is never new to an account that has the app.
    granted_before = frozenset(before) | {OAUTH} if installed else frozenset()
    question = Question(manifest, url, rights, tools, installed, granted_before, always_ask)
    return AskedQuestion(question_id, catalogue.policy, question, None if ticked is None else frozenset(ticked))


def _told(mistakes: list[str]) -> str:
    more = len(mistakes) - MISTAKES_TOLD
    return "; ".join(mistakes[:MISTAKES_TOLD]) + (f"; and {more} more" if more > 0 else "")


def _id(fields: Fields) -> str | int | None:
    value = fields.value("id")
    if value is None or (isinstance(value, str | int) and not isinstance(value, bool)):
        return value
    fields.mistake("id", "is neither a text nor a whole number")
    return None


def _catalogue(fields: Fields) -> Catalogue | None:
    if not fields.has("catalogue"):
        return default_catalogue()
    document = fields.value("catalogue")
    if not isinstance(document, Mapping):
        fields.mistake("catalogue", "is not an object")
        return None
    try:
        found = _compiled(msgspec.json.encode(document))
    except RecursionError:
        fields.mistake("catalogue", "is nested too deeply")
        return None
    if isinstance(found, Catalogue):
        return found
    for mistake in found:
        fields.mistake(f"catalogue{'.' if mistake.where else ''}{mistake.where}:", _sentence(mistake))
    return None


@lru_cache(maxsize=64)
def _compiled(document: bytes) -> Catalogue | list[Mistake]:
    """Files of questions repeat their catalogue: it is checked and compiled once."""
    return catalogue_of(msgspec.json.decode(document), brief=True)


def _sentence(mistake: Mistake) -> str:
    return f"{mistake.what}, {mistake.hint}" if mistake.hint else mistake.what


def _manifest(fields: Fields) -> Manifest | None:
    within = fields.within("manifest")
    if within is None:
        return None
    kinds = [within.texts(kind) for kind in ("required", "conditionally_required", "optional")]
    within.close()
    impossible = [scope for scopes in kinds for scope in scopes if not is_scope(scope)]
    for scope in impossible:
        what = f'names {scope[:40]!r}: a scope is 1 to {LONGEST_SCOPE} visible ASCII characters, none of them " or \\'
        fields.mistake("manifest", what)
    made = make_manifest(*(frozenset(scopes) for scopes in kinds))
    if isinstance(made, ScopesOverlap):
        also = " (`oauth` is always required)" if OAUTH in made.scopes else ""
        fields.mistake("manifest", f"lists as more than one kind: {', '.join(made.scopes)}{also}")
        return None
    return made


def _install_url(fields: Fields) -> InstallUrl | None:
    if isinstance(fields.value("install_url"), str):
        read = read_install_url_text(fields.value("install_url"))
        if isinstance(read, str):
            fields.mistake("install_url", read)
            return None
        return read
    within = fields.within("install_url", "is neither an address nor an object with `scope` and `optional_scope`")
    if within is None:
        return None
    url = read_install_url(within.text("scope"), within.text("optional_scope"))
    within.close()
    return url


def _rights(fields: Fields, catalogue: Catalogue) -> int:
    held: dict[str, Level] = {}
    for name, level in fields.named_texts("permissions").items():
        permission = catalogue.permissions.get(name)
        if permission is None:
            fields.unknown("permissions", "permission", name, catalogue.permissions)
        elif level not in permission.ladder.levels:
            fields.unknown("permissions", f"level of {name}", level, permission.ladder.levels)
        else:
            held[name] = Level(level)
    return EVERY_RIGHT if fields.flag("super_admin") else catalogue.policy.rights(held)


def _subscriptions(fields: Fields, catalogue: Catalogue) -> dict[str, Any]:
    subscriptions = fields.named_texts("subscriptions")
    for name, tier in subscriptions.items():
        product = catalogue.products.get(name)
        if product is None:
            fields.unknown("subscriptions", "product", name, catalogue.products)
        elif tier not in product.tiers:
            fields.unknown("subscriptions", f"tier of {name}", tier, product.tiers)
    return subscriptions
