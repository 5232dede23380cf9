"""The Insight page: how audiences behave, for brands and staff."""
