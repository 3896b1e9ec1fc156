"""A reason becomes words: one function a kind of reason, the union closed."""

from gettext import NullTranslations
from typing import assert_never

from admittance.core.reasons import (
    ConditionalInOptional,
    LostByCatalogue,
    MarketplaceMissing,
    NotConfigured,
    OptionalInScope,
    PermissionMissing,
    Reason,
    RequiredInOptional,
    RequiredMissing,
    ToolMissing,
)
from admittance.explain.explanation import Explanation
from admittance.explain.install_link import (
    conditional_in_optional,
    lost_by_catalogue,
    not_configured,
    optional_in_scope,
    required_in_optional,
    required_missing,
)
from admittance.explain.labels import Labels
from admittance.explain.people import Scene
from admittance.explain.permissions import marketplace_missing, permission_missing
from admittance.explain.plans import tool_missing


def explain(reason: Reason, scene: Scene, labels: Labels, t: NullTranslations) -> Explanation:
    """`reason` in the language of `t` and `labels`, which the caller chooses together.

    Which permission stands behind which scope is this server's catalogue: no sentence calls it anybody else's rule.
    """
    match reason:
        case RequiredMissing():
            return required_missing(reason, scene, labels, t)
        case RequiredInOptional():
            return required_in_optional(reason, scene, labels, t)
        case NotConfigured():
            return not_configured(reason, scene, labels, t)
        case ConditionalInOptional():
            return conditional_in_optional(reason, scene, labels, t)
        case OptionalInScope():
            return optional_in_scope(reason, scene, labels, t)
        case LostByCatalogue():
            return lost_by_catalogue(reason, scene, labels, t)
        case ToolMissing():
            return tool_missing(reason, scene, labels, t)
        case PermissionMissing():
            return permission_missing(reason, scene, labels, t)
        case MarketplaceMissing():
            return marketplace_missing(reason, scene, labels, t)
        case _:
            assert_never(reason)
