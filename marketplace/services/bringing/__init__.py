"""Bringing creators and brands in from files: read, cleaned, looked at, confirmed, kept."""
