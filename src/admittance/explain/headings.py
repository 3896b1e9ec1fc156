"""The four headings, word for word (product section 1), and which sentence of each carries the weight."""

import re
from gettext import NullTranslations
from typing import assert_never

from msgspec import Struct

from admittance.core.reasons import RefusalCode

# Between two sentences, or after the colon that leads into one. "installations-URL:en" holds no such place.
_SEAM = re.compile(r"(?<=[.:])\s")


class Heading(Struct, frozen=True):
    """A heading in up to three parts, `core` shown strong and the others quiet: together the official words."""

    lead: str
    core: str
    tail: str

    @property
    def text(self) -> str:
        """The official sentence, whole."""
        return " ".join(part for part in (self.lead, self.core, self.tail) if part)


def heading(code: RefusalCode, product: str, t: NullTranslations) -> Heading:
    """The heading of `code`. `product` is the setting that the fourth one names before "features"."""
    parts = [part % {"product": product} for part in _SEAM.split(_sentence(code, t))]
    if code is RefusalCode.ACCOUNT_LACKS_FEATURES:
        return Heading("", parts[0], " ".join(parts[1:]))
    return Heading(parts[0], parts[1], " ".join(parts[2:]))


def _sentence(code: RefusalCode, t: NullTranslations) -> str:
    match code:
        case RefusalCode.INSUFFICIENT_SCOPES:
            return t.gettext(
                "Couldn't complete the connection: Authorization failed because the provided scopes are insufficient. "
                "Please contact the app developer."
            )
        case RefusalCode.SCOPE_MISMATCH:
            return t.gettext(
                "Couldn't complete the connection: Authorization failed because there is a mismatch between the scopes "
                "in the install URL and the app's configured scopes. Please contact the app developer."
            )
        case RefusalCode.USER_NOT_PERMITTED:
            return t.gettext("Couldn't complete the connection. You don't have permission to connect this integration.")
        case RefusalCode.ACCOUNT_LACKS_FEATURES:
            return t.gettext(
                "This account doesn't have access to some %(product)s features that are required by this integration. "
                "Please contact the integrator."
            )
        case _:
            assert_never(code)
