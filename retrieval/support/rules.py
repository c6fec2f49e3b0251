"""The rules of the gate, in the order in which their reasons are told.

Each looks at a claim laid beside its quotes and gives reasons, as German sentences that name the words. No reason from
any rule means supported; one is enough to refuse. Where a rule cannot tell, it refuses.
"""

from retrieval.support.rule_binding import bound_together
from retrieval.support.rule_certainty import modality_kept
from retrieval.support.rule_conditions import asserted_kept, conditions_kept
from retrieval.support.rule_negation import negation_kept
from retrieval.support.rule_omissions import restrictions_kept
from retrieval.support.rule_openness import openness_kept
from retrieval.support.rule_roles import places_kept, roles_kept
from retrieval.support.rule_scope import scope_kept
from retrieval.support.rule_values import values_kept
from retrieval.support.rule_widening import nothing_widened
from retrieval.support.rule_wording import nothing_added

RULES = (
    values_kept, nothing_added, negation_kept, modality_kept, scope_kept, conditions_kept, asserted_kept,
    openness_kept, restrictions_kept, nothing_widened, roles_kept, places_kept, bound_together,
)  # fmt: skip
