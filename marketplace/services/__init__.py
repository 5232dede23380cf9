"""Mutations of the marketplace."""
