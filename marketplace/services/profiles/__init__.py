"""What a run knows of each creator: made of facts, kept with it, read as columns."""
