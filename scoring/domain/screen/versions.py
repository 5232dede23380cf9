"""Which models read pictures, and how; whatever changes what they say is a new version."""

TEXT_VERSION = "rapidocr-3.10/1"
