"""Creators for a brief, with why; narrowed by facets, counted, compared, and alike."""
