"""Quality: what people are told about how a video is made."""
