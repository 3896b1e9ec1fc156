"""What contacts' properties, and what they hold, are called."""

from collections.abc import Mapping
from functools import cache
from gettext import NullTranslations

from admittance.core.phone_numbers import dialable
from admittance.usecases.crm.properties import Property
from admittance.web.pages.contacts import Phone

PHONE_FIELD = "phonenumber"
TAKEN = "TAKEN"
"""The code of a value that is fine and that another contact has, beside those of a `BadValue`."""


def property_label(prop: Property, t: NullTranslations) -> str:
    """The property in the reader's language; one that the account defined itself as the account calls it."""
    return _property_labels(t).get(prop.name, prop.label)


@cache  # a page of the list asks a hundred times, and there are two languages
def _property_labels(t: NullTranslations) -> Mapping[str, str]:
    return {
        "email": t.gettext("Email"),
        "firstname": t.gettext("First name"),
        "lastname": t.gettext("Last name"),
        "phone": t.gettext("Phone number"),
        "mobilephone": t.gettext("Mobile phone number"),
        "company": t.gettext("Company name"),
        "jobtitle": t.gettext("Job title"),
        "salutation": t.gettext("Salutation"),
        "fax": t.gettext("Fax number"),
        "website": t.gettext("Website"),
        "address": t.gettext("Street address"),
        "zip": t.gettext("Postal code"),
        "city": t.gettext("City"),
        "state": t.gettext("State or region"),
        "country": t.gettext("Country or region"),
        "industry": t.gettext("Industry"),
        "annualrevenue": t.gettext("Annual revenue"),
        "numemployees": t.gettext("Number of employees"),
        "date_of_birth": t.gettext("Date of birth"),
        "hs_language": t.gettext("Preferred language"),
        "message": t.gettext("Message"),
        "lifecyclestage": t.gettext("Lifecycle stage"),
        "hs_lead_status": t.gettext("Lead status"),
        "hubspot_owner_id": t.gettext("Owner"),
        "hs_object_id": t.gettext("Record ID"),
        "createdate": t.gettext("Created"),
        "lastmodifieddate": t.gettext("Last changed"),
    }


def option_label(name: str, value: str, label: str, t: NullTranslations) -> str:
    """A value of an enumeration that every account has; `label` for any other."""
    return _option_labels(t).get((name, value), label)


@cache
def _option_labels(t: NullTranslations) -> Mapping[tuple[str, str], str]:
    return {
        ("lifecyclestage", "subscriber"): t.pgettext("lifecycle", "Subscriber"),
        ("lifecyclestage", "lead"): t.pgettext("lifecycle", "Lead"),
        ("lifecyclestage", "marketingqualifiedlead"): t.pgettext("lifecycle", "Marketing qualified lead"),
        ("lifecyclestage", "salesqualifiedlead"): t.pgettext("lifecycle", "Sales qualified lead"),
        ("lifecyclestage", "opportunity"): t.pgettext("lifecycle", "Opportunity"),
        ("lifecyclestage", "customer"): t.pgettext("lifecycle", "Customer"),
        ("lifecyclestage", "evangelist"): t.pgettext("lifecycle", "Evangelist"),
        ("lifecyclestage", "other"): t.pgettext("lifecycle", "Other"),
        ("hs_lead_status", "NEW"): t.pgettext("lead status", "New"),
        ("hs_lead_status", "OPEN"): t.pgettext("lead status", "Open"),
        ("hs_lead_status", "IN_PROGRESS"): t.pgettext("lead status", "In progress"),
        ("hs_lead_status", "OPEN_DEAL"): t.pgettext("lead status", "Open deal"),
        ("hs_lead_status", "UNQUALIFIED"): t.pgettext("lead status", "Unqualified"),
        ("hs_lead_status", "ATTEMPTED_TO_CONTACT"): t.pgettext("lead status", "Attempted to contact"),
        ("hs_lead_status", "CONNECTED"): t.pgettext("lead status", "Connected"),
        ("hs_lead_status", "BAD_TIMING"): t.pgettext("lead status", "Bad timing"),
        ("hs_call_direction", "INBOUND"): t.gettext("Incoming call"),
        ("hs_call_direction", "OUTBOUND"): t.gettext("Outgoing call"),
        ("hs_call_disposition", "f240bbac-87c9-4f6e-bf70-924b57d47db7"): t.pgettext("call", "Connected"),
        ("hs_call_disposition", "9d9162e7-6cf3-4944-bf63-4dff82258764"): t.pgettext("call", "Busy"),
        ("hs_call_disposition", "73a0d17f-1163-4015-bdd5-ec830791da20"): t.pgettext("call", "No answer"),
        ("hs_call_disposition", "b2cf5968-551e-4856-9783-52b3da59a7d0"): t.pgettext("call", "Left voicemail"),
        ("hs_call_disposition", "a4c4c377-d246-4b32-a13b-75a56a4cd0ff"): t.pgettext("call", "Left live message"),
        ("hs_call_disposition", "17b47fee-58de-441e-a44c-c6300d46f273"): t.pgettext("call", "Wrong number"),
    }


def value_problem(code: str, t: NullTranslations) -> str:
    """Why a value can't be kept, by the code of a `BadValue`."""
    sentences = {
        "INVALID_EMAIL": t.gettext("That isn't an email address."),
        "INVALID_INTEGER": t.gettext("That isn't a number."),
        "INVALID_DATE": t.gettext("That isn't a date. Write it as 2026-11-21."),
        "INVALID_OPTION": t.gettext("That isn't one of the choices."),
        "INVALID_OWNER_ID": t.gettext("Nobody in this account is that owner."),
        "INVALID_TEXT": t.gettext("There is a character in it that can't be kept."),
        "VALUE_TOO_LONG": t.gettext("That is too long."),
        "REQUIRED_FIELD": t.gettext("This has to be filled in."),
        "READ_ONLY_VALUE": t.gettext("The server keeps this by itself."),
        TAKEN: t.gettext("Another contact has this value already."),
        "PROPERTY_DOESNT_EXIST": t.gettext("This account has no such property."),
    }
    return sentences.get(code, t.gettext("That can't be kept here."))


def phone_of(text: str) -> Phone:
    """A number with its link."""
    number = dialable(text)
    return Phone(text) if number is None else Phone(text, number.uri, number.e164 or "")
