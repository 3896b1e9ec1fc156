"""Products, their tiers, and the tools they switch on."""

from itertools import pairwise

from admittance.catalogue.entries import Entries, Product
from admittance.catalogue.mistakes import Path, Report


def check_products(entries: Entries, report: Report, *, brief: bool) -> None:
    """Tiers are declared, stand in the order of [tiers] and weigh more the higher they are."""
    for name, product in entries.products.items():
        path = ("products", name, "tiers")
        _check_weights(product, path, report)
        if not brief:
            _check_tiers(tuple(product.tiers), tuple(entries.tiers), path, report)


def check_tools(entries: Entries, report: Report) -> None:
    """Tools name products, and tiers that those products have."""
    for name, tool in entries.tools.items():
        path = ("tools", name, "switched_on_by")
        for product, tier in (pair for way in tool.switched_on_by for pair in way):
            found = entries.products.get(product)
            if found is None:
                report.unknown(path, "product", product, entries.products, word=f"{product}:{tier}")
            elif tier not in found.tiers:
                report.unknown(path, f"tier of {product}", tier, found.tiers, word=f"{product}:{tier}")


def _check_weights(product: Product, path: Path, report: Report) -> None:
    for (lower, less), (higher, more) in pairwise(product.tiers.items()):
        if more <= less:
            what = f"`{higher}` weighs {more}, no more than `{lower}` below it"
            report.add(path, what, "let weights rise with the tiers", word=f"{higher}:{more}")


def _check_tiers(tiers: tuple[str, ...], order: tuple[str, ...], path: Path, report: Report) -> None:
    for tier in tiers:
        if tier not in order:
            report.unknown(path, "tier", tier, order)
    for lower, higher in pairwise(tier for tier in tiers if tier in order):
        if order.index(lower) > order.index(higher):
            hint = "write the tiers in the order of [tiers], the lowest first"
            report.add(path, f"`{lower}` stands below `{higher}`, and above it in [tiers]", hint, word=lower)
