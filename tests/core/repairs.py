"""The smallest act that takes one reason away, as the person who mends it would do it."""

from collections.abc import Iterator

from msgspec.structs import replace

from admittance.core.decide import Question
from admittance.core.install_url import InstallUrl
from admittance.core.policy import Policy
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
from admittance.core.requirements import Right


def repairs(policy: Policy, question: Question, reason: Reason) -> Iterator[Question]:
    """The question after each way of repairing `reason`; none for what the catalogue lost or gives to nobody."""
    match reason:
        case ToolMissing():
            for way in reason.ways:
                yield replace(question, tools=question.tools | sum(policy.tool_bits[tool] for tool in way))
        case PermissionMissing() | MarketplaceMissing():
            for rights in given_rights(policy, reason):
                yield replace(question, rights=question.rights | rights)
        case LostByCatalogue():
            return
        case _:
            yield replace(question, url=repaired_url(question.url, reason))


def given_rights(policy: Policy, reason: PermissionMissing | MarketplaceMissing) -> Iterator[int]:
    """What to give for each way, with everything it implies."""
    if isinstance(reason, MarketplaceMissing):
        assert policy.marketplace is not None
        ways = [[policy.marketplace]]
    else:
        ways = [[Right(short.permission, short.needed) for short in way] for way in reason.ways]
    for way in ways:
        mask = 0
        for right in way:
            mask |= policy.rights({right.permission: right.level})
        yield mask


def repaired_url(
    url: InstallUrl,
    reason: RequiredMissing | RequiredInOptional | NotConfigured | ConditionalInOptional | OptionalInScope,
) -> InstallUrl:
    """Put the scope where it belongs; what does not belong anywhere goes."""
    scope = frozenset({reason.scope})
    match reason:
        case RequiredMissing():
            return InstallUrl(url.scope | scope, url.optional_scope)
        case RequiredInOptional() | ConditionalInOptional():
            return InstallUrl(url.scope, url.optional_scope - scope)
        case NotConfigured():
            return InstallUrl(url.scope - scope, url.optional_scope - scope)
        case OptionalInScope():
            return InstallUrl(url.scope - scope, url.optional_scope | scope)
