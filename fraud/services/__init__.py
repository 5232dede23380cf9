"""Mutations of fraud protection."""
