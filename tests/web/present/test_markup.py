"""HTML of notes and calls as plain lines."""

import pytest

from admittance.usecases.crm.properties import LONGEST_VALUE
from admittance.web.present.markup import plain_lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Hello", ("Hello",)),
        ("<p>One</p><p>Two <b>bold</b></p>three<br/>four", ("One", "Two bold", "three", "four")),
        ("a &lt;b&gt; &amp; &aring;&#229;&#xE5; &nosuch; &", ("a <b> & ååå &nosuch; &",)),
        ("x<script>alert(1)</script>y<STYLE>p{}</style >z", ("xyz",)),
        ("x<!-- unseen <b> -->y<!-- never closed", ("xy",)),
        ("2 < 3, and a <b", ("2 < 3, and a <b",)),
        ("<script>never closed", ()),
        ('<a href="https://x.example">link</a>', ("link",)),
        ("<![ <!x> <?php ?>", ("<![",)),
        ("&#" + "9" * 5_000 + ";", ("&#" + "9" * 5_000 + ";",)),
        ("", ()),
    ],
)
def test_the_words_are_what_is_left(text: str, lines: tuple[str, ...]) -> None:
    """Tags, comments, scripts and references are read as a browser would, and broken ones are words."""
    assert plain_lines(text) == lines


@pytest.mark.parametrize("piece", ["<a ", "<!--", "<![", "<?", "<script>", "<p", "&#", "</", "<!-- <script "])
def test_broken_markup_of_any_length_is_read(piece: str) -> None:
    """The longest value that a property holds comes through, whatever opens again and again in it."""
    text = piece * (LONGEST_VALUE // len(piece))
    assert len("".join(plain_lines(text))) <= len(text)
