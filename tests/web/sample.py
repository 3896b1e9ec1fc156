"""Every page in every state, with data to look at: for tests that render them and for the gallery."""

from tests.web.sample_audit import audit_pages
from tests.web.sample_cases import case_pages
from tests.web.sample_console import console_pages
from tests.web.sample_contacts import contact_file_pages, contact_pages
from tests.web.sample_drift import drift_pages
from tests.web.sample_flow import chooser_pages, consent_pages, password_pages, sign_in_pages
from tests.web.sample_help import help_pages
from tests.web.sample_outbox import outbox_pages
from tests.web.sample_parts import Pages
from tests.web.sample_people import people_pages
from tests.web.sample_plan import plan_pages
from tests.web.sample_re_anchor import re_anchor_pages
from tests.web.sample_refusals import problem_pages, refusal_pages
from tests.web.sample_secrets import secret_pages
from tests.web.sample_settings import settings_pages
from tests.web.sample_webhooks import webhook_pages


def every_sample() -> Pages:
    """All of them, in the order of a connection."""
    yield from sign_in_pages()
    yield from password_pages()
    yield from chooser_pages()
    yield from consent_pages()
    yield from refusal_pages()
    yield from problem_pages()
    yield from settings_pages()
    yield from case_pages()
    yield from console_pages()
    yield from help_pages()
    yield from plan_pages()
    yield from audit_pages()
    yield from outbox_pages()
    yield from drift_pages()
    yield from re_anchor_pages()
    yield from people_pages()
    yield from contact_pages()
    yield from contact_file_pages()
    yield from webhook_pages()
    yield from secret_pages()
