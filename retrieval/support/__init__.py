"""The gate: is a sentence supported by the words that it claims to stand on?

The way of a sentence: `values` and `words` read it, `clauses` and `phrases` take it apart, `reading` lays it beside the
quote, the `rule_` files name what differs, `quotes` asks whether the quote is really
there. What no rule understands is refused.
"""

from retrieval.support.judging import check_claim
from retrieval.support.quotes import check_quote, check_satz
from retrieval.support.verdict import Urteil, fold

__all__ = ["Urteil", "check_claim", "check_quote", "check_satz", "fold"]
