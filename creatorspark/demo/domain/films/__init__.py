"""Short films drawn by our own code, with sound, for the demo world's videos."""
