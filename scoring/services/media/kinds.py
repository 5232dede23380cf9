"""The kind of job that gets a file."""

RECEIVE = "scoring.receive_video"
