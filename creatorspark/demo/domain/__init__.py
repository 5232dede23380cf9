"""A seeded generator of invented facts: NumPy, no Django, no clock."""
