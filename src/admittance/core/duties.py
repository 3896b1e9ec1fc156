"""Rights that Admittance itself asks for, named by what they let a person do; the catalogue says which each is."""

from enum import StrEnum


class Duty(StrEnum):
    """A duty without a right in the catalogue is the Super Admins' alone."""

    UNINSTALL_APPS = "uninstall_apps"
    SEE_PEOPLE = "see_people"
    EDIT_PEOPLE = "edit_people"
    EDIT_PLAN = "edit_plan"
    SEE_AUDIT = "see_audit"
    SEE_CONTACTS = "see_contacts"
    EDIT_CONTACTS = "edit_contacts"
    DELETE_CONTACTS = "delete_contacts"
    SEE_UNASSIGNED_CONTACTS = "see_unassigned_contacts"
    SEE_COMPANIES = "see_companies"
    SEE_CALLS = "see_calls"
    SEE_NOTES = "see_notes"
    WRITE_NOTES = "write_notes"
    IMPORT_RECORDS = "import_records"
    EXPORT_RECORDS = "export_records"
