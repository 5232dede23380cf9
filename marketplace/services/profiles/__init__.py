"""What a run knows of each creator, made of facts and of nothing that the creator hides."""
