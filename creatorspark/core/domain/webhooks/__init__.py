"""Webhooks without a framework: signatures, the schedule of tries, acceptable addresses."""
