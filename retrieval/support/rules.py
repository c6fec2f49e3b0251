"""The rules of the gate, in the order in which their reasons are told.

Each looks at a claim laid beside its quotes and gives reasons, as German sentences that name the words. No reason from
any rule means supported; one is enough to refuse. Where a rule cannot tell, it refuses.
"""

from retrieval.support.rule_conditions import asserted_kept, conditions_kept
from retrieval.support.rule_omissions import restrictions_kept
from retrieval.support.rule_openness import openness_kept
from retrieval.support.rule_roles import places_kept, roles_kept
from retrieval.support.rule_values import values_kept
from retrieval.support.rule_widening import nothing_widened
from retrieval.support.rule_wording import modality_kept, negation_kept, nothing_added, scope_kept

RULES = (
    values_kept, nothing_added, negation_kept, modality_kept, scope_kept, conditions_kept, asserted_kept,
    openness_kept, restrictions_kept, nothing_widened, roles_kept, places_kept,
)  # fmt: skip
