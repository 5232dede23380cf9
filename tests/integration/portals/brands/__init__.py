"""The pages of a brand."""
