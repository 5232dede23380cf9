"""Which models read pictures, and how; whatever changes what they say is a new version."""

TEXT_VERSION = "rapidocr-3.10/screen-1"
SAFETY_VERSION = "nudenet-3.4/labels-1"
VERSIONS = {"text": TEXT_VERSION, "safety": SAFETY_VERSION}
