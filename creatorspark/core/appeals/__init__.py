"""The appeals desk: one way for every judgement to be looked at by a person."""
