"""Proving that what is stored about earnings is what was signed and what the rules give."""
