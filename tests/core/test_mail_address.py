"""What an e-mail address looks like."""

import pytest

from admittance.core.mail_address import LONGEST, is_mail_address


@pytest.mark.parametrize("text", ["maria@fjordfalk.example", "a+b.c_d@x.y.example", "åsa@örnsköld.example"])
def test_plain_addresses_of_any_script_are_addresses(text: str) -> None:
    """What people have is taken, letters beyond ASCII among it."""
    assert is_mail_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a@b",
        "a@b.",
        "a@@b.example",
        "A <a@b.example>",
        "a@b.example,c@d.example",
        "a@[127.0.0.1]",
        ":;a@b.example",
        '"a"@b.example',
        "a@b.example\n",
        "a\x00@b.example",
        "a" * LONGEST + "@b.example",
    ],
)
def test_what_could_be_several_or_a_header_is_none(text: str) -> None:
    """Lists, names, quotes, literals, line ends and control characters are no address."""
    assert not is_mail_address(text)
