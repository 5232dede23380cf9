"""Getting a video from a link, in a guarded process that knows nothing but the public network."""
