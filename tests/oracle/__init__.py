"""A second implementation of the decision, and the worlds on which the two are compared."""
