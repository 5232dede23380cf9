"""Rules of the facts that need no framework."""
