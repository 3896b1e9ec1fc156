"""What the entries of a catalogue say to each other: every name declared, every level real, nothing circular."""

from admittance.catalogue.entries import Entries
from admittance.catalogue.mistakes import Report
from admittance.catalogue.permission_rules import check_permissions, check_rights, check_sets
from admittance.catalogue.plan_rules import check_products, check_tools
from admittance.core.scopes import OAUTH


def check_entries(entries: Entries, report: Report, *, brief: bool = False) -> None:
    """Note every mistake between entries. `brief`: sections, groups and tier names need not be declared."""
    check_products(entries, report, brief=brief)
    check_tools(entries, report)
    check_permissions(entries, report, brief=brief)
    check_sets(entries, report)
    check_scopes(entries, report, brief=brief)
    check_own_rights(entries, report)


def check_scopes(entries: Entries, report: Report, *, brief: bool) -> None:
    """Scopes name groups, permissions, levels and tools that exist, and `oauth` is among them (product rule 8)."""
    for name, scope in entries.scopes.items():
        path = ("scopes", name)
        if not brief and scope.touches and scope.touches not in entries.touches:
            report.unknown((*path, "touches"), "group", scope.touches, entries.touches)
        rights = (right for way in scope.need.permissions for right in way)
        check_rights(rights, entries, (*path, "permissions"), report)
        for tool in (tool for way in scope.need.tools for tool in way):
            if tool not in entries.tools:
                report.unknown((*path, "tools"), "tool", tool, entries.tools)
    if OAUTH not in entries.scopes:
        hint = "every app asks for it: declare it, its needs `*`"
        report.add(("scopes",), f"the scope `{OAUTH}` is missing", hint, absent=OAUTH)


def check_own_rights(entries: Entries, report: Report) -> None:
    """The rights behind Admittance's own acts exist."""
    if entries.marketplace is not None:
        check_rights([entries.marketplace], entries, ("catalogue", "marketplace_permission"), report)
    for duty, right in entries.duties.items():
        check_rights([right], entries, ("duties", duty.value), report)
