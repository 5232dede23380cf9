"""Narrowing a list of creators: facets, orders, and who is like whom. Pure NumPy."""
