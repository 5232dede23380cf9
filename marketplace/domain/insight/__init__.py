"""How audiences behave: engagement by groups of videos, distributions, correlations. Pure."""
