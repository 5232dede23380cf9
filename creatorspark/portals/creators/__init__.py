"""The pages of a creator."""
