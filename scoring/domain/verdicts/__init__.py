"""From what a search found to a verdict: who came first, and what may be shared."""
