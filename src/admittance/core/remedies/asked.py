"""What a refusal lacks, scope by scope, as masks of what would have to be added."""

from collections.abc import Mapping

from msgspec import Struct

from admittance.core.decide import Question
from admittance.core.policy import EVERY_RIGHT, met
from admittance.core.remedies.bits import minimal
from admittance.core.remedies.joins import Ways
from admittance.core.remedies.terms import Terms

NOTHING: Ways = (0,)
"""Nothing is lacking."""


class Lack(Struct, frozen=True):
    """What one scope lacks of permissions and of plans, each as ways to add it."""

    rights: Ways
    plans: Ways

    def met(self, rights: int, plan: int) -> bool:
        """Whether these additions suffice."""
        return met(self.rights, rights) and met(self.plans, plan)

    @property
    def nothing(self) -> bool:
        """Whether the scope is within reach as things are."""
        return self.rights == NOTHING and self.plans == NOTHING


class Asked(Struct, frozen=True, eq=False):
    """A question beside the plan it was asked under. `plan` is the mask of `subscriptions`.

    INVARIANT: `question.tools` are the tools that `subscriptions` switch on.
    """

    terms: Terms
    question: Question
    subscriptions: Mapping[str, str]
    plan: int

    @property
    def certain(self) -> frozenset[str]:
        """What is demanded wherever the misplaced scopes may end."""
        manifest, url = self.question.manifest, self.question.url
        return manifest.required | ((manifest.conditionally_required & url.scope) - url.optional_scope)

    @property
    def asks_marketplace(self) -> bool:
        """Whether rule 3 asks for App Marketplace access whatever is demanded."""
        return not self.question.installed or self.question.always_ask_marketplace

    def lack(self, scope: str) -> Lack:
        """What `scope`, which the catalogue knows, lacks when it is demanded."""
        question, terms = self.question, self.terms
        need = terms.policy.needs[scope]
        if question.rights == EVERY_RIGHT or met(need.right_masks, question.rights):
            rights = NOTHING
        else:
            rights = minimal(terms.right_ways[scope], question.rights)
        if self.is_new(scope) and (marketplace := self.marketplace_lack()):
            rights = minimal([way | marketplace for way in rights])
        if met(need.tool_masks, question.tools):
            return Lack(rights, NOTHING)
        return Lack(rights, minimal(terms.plan_ways[scope], self.plan))

    def marketplace_lack(self) -> int:
        """What is missing of App Marketplace access; 0 when it is held or the catalogue has no such right."""
        asked, rights = self.terms.policy.marketplace_mask, self.question.rights
        return 0 if rights & asked == asked else self.terms.marketplace & ~rights

    def is_new(self, scope: str) -> bool:
        """Whether demanding `scope` asks for marketplace access by itself (rule 3)."""
        return self.question.installed and scope not in self.question.granted_before

    def would_do(self, rights: int, scope: str) -> bool:
        """Whether somebody with these rights, in place of the installer's own, could give `scope`."""
        policy = self.terms.policy
        if rights == EVERY_RIGHT:
            return True
        if self.is_new(scope) and rights & policy.marketplace_mask != policy.marketplace_mask:
            return False
        return met(policy.needs[scope].right_masks, rights)

    def would_do_for_all(self, rights: int) -> bool:
        """The same for all that is certainly demanded."""
        asked = self.terms.policy.marketplace_mask
        if self.asks_marketplace and rights & asked != asked:
            return False
        return all(self.would_do(rights, scope) for scope in self.certain)
