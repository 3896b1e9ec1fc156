"""Words for decisions: what is missing, by which rule, and who can mend it, in every language a person reads."""
