"""Briefs, shortlists and teams."""
