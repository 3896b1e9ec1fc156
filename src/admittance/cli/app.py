"""Every command of `admittance`, in the order in which `--help` shows them."""

import typer

from admittance.cli.apps import apps
from admittance.cli.audit import audit
from admittance.cli.backup import backup, restore
from admittance.cli.catalogue import catalogue
from admittance.cli.contacts import contacts
from admittance.cli.decide import decide
from admittance.cli.demo import demo
from admittance.cli.help_feedback import help_feedback
from admittance.cli.init import init
from admittance.cli.openapi import openapi
from admittance.cli.serve import serve
from admittance.cli.settings import settings
from admittance.cli.users import users
from admittance.cli.why import why

application = typer.Typer(
    name="admittance",
    help="Connects apps to accounts, and when it can't, says exactly why, who can fix it, and the smallest change.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (serve, init, demo, why, decide, backup, restore, settings, openapi, help_feedback):
    application.command()(command)
application.add_typer(catalogue, name="catalogue")
application.add_typer(audit, name="audit")
application.add_typer(users, name="users")
application.add_typer(contacts, name="contacts")
application.add_typer(apps, name="apps")


def run() -> None:
    """Parse the command line and run one command."""
    application()
