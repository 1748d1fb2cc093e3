"""From what a person typed to checked values: reading, unfolding of occurrences, rules to a fixpoint."""
