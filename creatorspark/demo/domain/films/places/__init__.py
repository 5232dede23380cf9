"""Where the films play: one file a place, each a function that returns shots."""
