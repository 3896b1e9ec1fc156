"""The commands that the documents show can be typed as they stand."""

import re
import shlex
from typing import Any

import pytest
import typer.main

from admittance.cli.app import application
from tests.house.sources import ROOT, our_files, place

PROGRAM = ".venv/bin/admittance"
"""Where `make` installs it: what a newcomer at the root of a checkout can type."""
SHOWN = re.compile(r"^(?: {4}|\$ |)(?:[A-Z_]+=\S+ )*(\S*admittance (?:[^\n]*\\\n)*[^\n]*)$", re.MULTILINE)
FENCED = re.compile(r"^```(?:sh|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"(?:^ {4}[^\n]*\n)+", re.MULTILINE)
NAMED = re.compile(r"`(admittance [^`\n]+)`")
DOCUMENTS = [file for file in our_files() if file.suffix == ".md" and "decisions" not in file.parts]


def _commands() -> list[tuple[str, str]]:
    """Each command of a code block with the document that shows it."""
    found = []
    for file in DOCUMENTS:
        text = file.read_text(encoding="utf-8")
        blocks = [*FENCED.findall(text), *INDENTED.findall(FENCED.sub("", text))]
        found += [(place(file), command) for block in blocks for command in SHOWN.findall(block)]
    return found


def _named() -> list[tuple[str, str]]:
    """Each command that a sentence names."""
    return [(place(file), named) for file in DOCUMENTS for named in NAMED.findall(file.read_text(encoding="utf-8"))]


def _unknown(words: list[str]) -> list[str]:
    """The words after the program's name that are neither a command nor one of its options."""
    command: Any = typer.main.get_command(application)
    while words and (children := getattr(command, "commands", None)):
        if words[0].startswith("-"):
            break
        if words[0] not in children:
            return words[:1]
        command, words = children[words[0]], words[1:]
    options = {name for parameter in command.params for name in parameter.opts} | {"--help"}
    return [word for word in words if word.startswith("--") and word not in options]


def test_the_documents_show_commands() -> None:
    """The README and the page on running the server show commands, so that the rules below are about something."""
    assert {"README.md", "docs/running.md"} <= {document for document, _ in _commands()}


@pytest.mark.parametrize(("document", "command"), _commands())
def test_a_command_that_is_shown_can_be_typed(document: str, command: str) -> None:
    """A command in a code block names the program where `make` puts it, a command that is there, and its options."""
    program, *words = shlex.split(command.replace("\\\n", " "), comments=True)
    assert (program, _unknown(words)) == (PROGRAM, [])


@pytest.mark.parametrize(("document", "command"), _named())
def test_a_command_that_is_named_is_there(document: str, command: str) -> None:
    """A command that a sentence names exists, with the options it is named with."""
    assert _unknown(shlex.split(command)[1:]) == []


def test_the_program_is_installed_where_the_documents_say() -> None:
    """`make` installs the program into .venv, at the root."""
    assert re.search(r"^VENV := \.venv/bin$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
