"""Signed messages to other people's programs when something happens here."""
