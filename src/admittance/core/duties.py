"""Rights that Admittance itself asks for, named by what they let a person do; the catalogue says which each is."""

from enum import StrEnum


class Duty(StrEnum):
    """A duty without a right in the catalogue is the Super Admins' alone."""

    UNINSTALL_APPS = "uninstall_apps"
    SEE_PEOPLE = "see_people"
    EDIT_PEOPLE = "edit_people"
    EDIT_PLAN = "edit_plan"
    SEE_AUDIT = "see_audit"
