"""A language model that may only say what stands.

The way of a draft: `units` turns the quotation draft into numbered sources, `prompt` puts them into words for the
model, `connecting` and `asking` reach it, `answer` reads what came back, `judging` lets a sentence pass or names what
is wrong with it, `weaving` puts what passed in the place of what it says and leaves the rest quoted. `formulating` does
that for one point, `motion` for all points of a motion, within the patience and the budget of `patience`.
"""
