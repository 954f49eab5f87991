"""Why something goes wrong with similar items: hypotheses, the facts for and against each, and how they are weighed."""
