"""The addresses of the Contacts area. Whoever may see no contacts finds nothing at any of them."""

from msgspec.structs import replace

from admittance.http.body import BodyType
from admittance.http.routes import Route
from admittance.web.handlers import contact, contact_editor, contact_files, contacts, import_upload, imports
from admittance.web.people_routes import Making


def contact_routes(page: Making, form: Making) -> tuple[Route, ...]:
    """Pages, forms and files."""
    base = "/accounts/{hub_id:int}/contacts"
    one, import_ = f"{base}/{{contact_id}}", f"{base}/imports/{{import_id:int}}"
    upload = form(
        "take_import_file", f"{base}/import", import_upload.take_upload, "Upload a CSV file.", (409, 413, 415, 503)
    )
    return (
        page("any_contacts", "/contacts", contacts.any_contacts, "On to one's contacts."),
        page("contacts", base, contacts.contacts, "The contacts that one may see: search, filters, order, pages."),
        page("contacts_found", f"{base}/found", contacts.contacts_found, "The table alone, for search as you type."),
        page("new_contact", f"{base}/new", contact_editor.new_contact, "A new contact's form.", (403,)),
        form("take_new_contact", f"{base}/new", contact_editor.take_new_contact, "Create it.", (409,)),
        page("import_form", f"{base}/import", imports.import_form, "Choose a CSV file.", (403,)),
        replace(upload, bodies=(BodyType.MULTIPART,), streamed=True),
        page("one_import", import_, imports.one_import, "An import: its columns, how it goes, its report.", (403,)),
        form("take_columns", import_, imports.take_columns, "Say what the columns are, and start.", (409,)),
        form("take_cancel", f"{import_}/cancel", imports.take_cancel, "Cancel it, and undo what it wrote."),
        page("import_events", f"{import_}/events", contact_files.import_events, "News of it, for its page."),
        page("import_report", f"{import_}/report.csv", contact_files.import_report, "Row by row, as CSV.", (403,)),
        page("export_page", f"{base}/export", contact_files.export_page, "What an export would hold.", (403,)),
        page("export_csv", f"{base}/export.csv", contact_files.export_csv, "Contacts as CSV.", (403,)),
        page("contact", one, contact.contact, "A contact with its timeline."),
        form("take_note", f"{one}/notes", contact.take_note, "Write a note."),
        page("edit_contact", f"{one}/edit", contact_editor.edit_contact, "A contact's form.", (403,)),
        form("take_edit_contact", f"{one}/edit", contact_editor.take_edit_contact, "Save it.", (409,)),
        page("ask_delete_contact", f"{one}/delete", contact.ask_delete, "Asks first.", (403,)),
        form("take_delete_contact", f"{one}/delete", contact.take_delete, "Delete it.", (409,)),
    )
