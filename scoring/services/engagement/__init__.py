"""Engagement grades: cohorts and their references, runs, and what is told about a grade."""
