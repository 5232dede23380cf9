"""Which creators suit a brief and which brands suit a creator, and why. Pure NumPy."""
