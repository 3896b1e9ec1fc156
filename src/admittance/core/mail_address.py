"""What an e-mail address looks like to everything here that stores one or sends to one."""

import re

LONGEST = 254
"""Characters (RFC 5321 section 4.5.3.1.3)."""
_PART = r"[^\s\x00-\x1f\x7f@<>\"(),:;\[\]\\"
_ADDRESS = re.compile(rf"{_PART}]{{1,64}}@{_PART}.]+(?:\.{_PART}.]+)+\Z")


def is_mail_address(text: str) -> bool:
    """Whether `text` is one plain address: no name beside it, no list, no quoted part, no literal of an IP address.

    Narrower than RFC 5322, wider than most (letters of any script): what is left out nobody has, and some of it makes
    the standard library's mail parser raise.
    """
    return len(text) <= LONGEST and _ADDRESS.match(text) is not None
