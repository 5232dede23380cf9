"""Quality: from a stored file to ratings, and what people are told about how a video is made."""
