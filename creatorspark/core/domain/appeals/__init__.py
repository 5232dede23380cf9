"""Appeals without a framework: states, terms, clock, and who may appeal."""
