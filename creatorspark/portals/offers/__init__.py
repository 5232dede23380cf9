"""Pages of offers, for both sides."""
