"""Reading what people wrote about creators and brands; nothing is guessed silently."""
