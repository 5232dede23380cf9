"""Short guides, open to everyone."""
