"""Points of a video: `classic-1` (the prototype's own formula) and `fair-1` (the default)."""
