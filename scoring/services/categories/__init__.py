"""What videos are about: assessed in batches, corrected by people, learned from corrections."""
