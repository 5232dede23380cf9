"""A creator's appeals: what was found, what they say to it, and what a person decides."""
