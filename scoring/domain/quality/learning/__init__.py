"""Learns from clips made worse, and from people's ratings, how to correct the curves' ratings.

Pure and seeded: the same clips and the same seed give the same numbers.
"""
