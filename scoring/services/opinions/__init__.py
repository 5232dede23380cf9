"""Opinions of a model elsewhere: who agreed, what is sent, what it costs, what it answered."""
