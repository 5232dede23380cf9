"""Taking in events, summing them by the hour, and forgetting them in time."""
