"""Where files of videos lie: media storage, outside the web root, under random names."""

import uuid
from typing import Any

from django.utils import timezone

FOLDER = "videos"


def stored_name(instance: Any = None, file_name: str = "") -> str:
    """Return a new random name by month; nothing that a sender wrote is part of it."""
    return f"{FOLDER}/{timezone.now():%Y/%m}/{uuid.uuid4().hex}"
