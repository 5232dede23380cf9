"""The REST API's foundation, and its resources for facts."""
