"""The home of a brand."""
