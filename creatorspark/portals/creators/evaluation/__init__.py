"""How well a video is made: the evaluation tab, and the trend over a creator's videos."""
