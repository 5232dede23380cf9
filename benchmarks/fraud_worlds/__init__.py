"""A second idea of how people and cheats behave, written apart from the detectors it measures.

Nothing here is shared with `fraud.domain.worlds`: audiences are heavy-tailed, live in time zones,
come in sessions and share cascades, and cheats take trouble to look like people.
"""
