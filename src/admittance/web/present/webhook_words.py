"""Words about webhooks: what is wrong, what can be heard."""

from gettext import NullTranslations
from typing import assert_never

from admittance.core.webhooks.target import WhyNoTarget
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.webhooks.event_types import AppEvent, CaseNews, Change
from admittance.usecases.webhooks.records import DeliveryProblem
from admittance.usecases.webhooks.subscribing import BadWanted, WhyNoSecret, WhyNotWanted


def problem_words(problem: DeliveryProblem, t: NullTranslations) -> str:
    """Why there was no answer."""
    match problem:
        case DeliveryProblem.NO_SECRET:
            return t.gettext("Not sent: the client secret has changed")
        case DeliveryProblem.BAD_TARGET:
            return t.gettext("Not sent: this address can't be used here")
        case DeliveryProblem.UNKNOWN_HOST:
            return t.gettext("The host's name isn't known")
        case DeliveryProblem.PRIVATE_ADDRESS:
            return t.gettext("Not sent: the name leads to a private address")
        case DeliveryProblem.NOT_CONNECTED:
            return t.gettext("No connection")
        case DeliveryProblem.NOT_TRUSTED:
            return t.gettext("The certificate isn't trusted")
        case DeliveryProblem.TIMED_OUT:
            return t.gettext("No answer in time")
        case DeliveryProblem.BAD_ANSWER:
            return t.gettext("No readable answer")
        case _:
            assert_never(problem)


def target_words(why: WhyNoTarget, t: NullTranslations) -> str:
    """Why an address can't be taken."""
    match why:
        case WhyNoTarget.UNREADABLE:
            return t.gettext("Write a whole address, such as https://app.example/webhooks.")
        case WhyNoTarget.NOT_HTTPS:
            return t.gettext("The address begins with https://. Events hold people's data.")
        case WhyNoTarget.CREDENTIALS:
            return t.gettext("Leave name and password out of the address. Each request is signed.")
        case WhyNoTarget.FRAGMENT:
            return t.gettext("Leave # and what follows out of the address: it is never sent.")
        case WhyNoTarget.PRIVATE:
            return t.gettext("This is a private address. Only whoever runs the server can allow it.")
        case _:
            assert_never(why)


def secret_words(why: WhyNoSecret, t: NullTranslations) -> str:
    """Why nothing could be signed."""
    match why:
        case WhyNoSecret.MISSING:
            return t.gettext("Enter the app's client secret: requests are signed with it.")
        case WhyNoSecret.WRONG:
            return t.gettext("That isn't the app's client secret.")
        case WhyNoSecret.OLD:
            return t.gettext("That is the old client secret. Requests are signed with the new one.")
        case WhyNoSecret.PUBLIC_APP:
            return t.gettext("A public app has no client secret to sign with, so it can't have webhooks.")
        case _:
            assert_never(why)


def wanted_words(bad: BadWanted, t: NullTranslations) -> str:
    """Why one wish can't be met."""
    match bad.why:
        case WhyNotWanted.UNKNOWN_TYPE:
            return t.gettext("There is no event called %(text)s.") % {"text": bad.text}
        case WhyNotWanted.PROPERTY_MISSING:
            return t.gettext("%(text)s needs the name of a property.") % {"text": bad.text}
        case WhyNotWanted.PROPERTY_UNREADABLE:
            return t.gettext("%(text)s: names of properties have small letters, digits and _ only.") % {
                "text": bad.text
            }
        case WhyNotWanted.PROPERTY_NOT_EXPECTED:
            return t.gettext("%(text)s: this event is about no property.") % {"text": bad.text}
        case _:
            assert_never(bad.why)


def record_words(kind: ObjectType, t: NullTranslations) -> str:
    """A type of record, in the plural. One that is new here has its own name."""
    words = {
        "contacts": t.gettext("Contacts"),
        "companies": t.gettext("Companies"),
        "deals": t.gettext("Deals"),
        "tickets": t.gettext("Tickets"),
        "calls": t.gettext("Calls"),
        "notes": t.gettext("Notes"),
        "tasks": t.gettext("Tasks"),
        "emails": t.gettext("E-mails"),
        "meetings": t.gettext("Meetings"),
    }
    return words.get(kind.name, kind.label)


def change_words(change: Change, t: NullTranslations) -> str:
    """What happens to a record."""
    match change:
        case Change.CREATION:
            return t.pgettext("records", "Created")
        case Change.PROPERTY_CHANGE:
            return t.gettext("Changed properties")
        case Change.DELETION:
            return t.pgettext("records", "Archived")
        case Change.MERGE:
            return t.pgettext("records", "Merged")
        case Change.ASSOCIATION_CHANGE:
            return t.pgettext("records", "Associated")
        case _:
            assert_never(change)


def app_event_words(event: AppEvent, t: NullTranslations) -> str:
    """What happens to the app in an account."""
    match event:
        case AppEvent.INSTALLED:
            return t.gettext("Installed in an account")
        case AppEvent.UNINSTALLED:
            return t.gettext("Uninstalled")
        case AppEvent.SCOPES_CHANGED:
            return t.gettext("Granted scopes changed")
        case _:
            assert_never(event)


def case_news_words(news: CaseNews, t: NullTranslations) -> str:
    """What happens to refused attempts."""
    match news:
        case CaseNews.OPENED:
            return t.gettext("An attempt to connect was refused")
        case CaseNews.CLOSED:
            return t.gettext("A refusal is over")
        case _:
            assert_never(news)
