"""Storage on other machines: no file has a path here."""

from typing import Any, NoReturn

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage


class FarStorage(Storage):
    """A storage that only takes and hands out contents."""

    def __init__(self) -> None:
        self._contents: dict[str, bytes] = {}

    def exists(self, name: str) -> bool:
        """Say whether there is such a file."""
        return name in self._contents

    def size(self, name: str) -> int:
        """Return its bytes."""
        return len(self._contents[name])

    def delete(self, name: str) -> None:
        """Forget it."""
        self._contents.pop(name, None)

    def _save(self, name: str, content: File) -> str:
        self._contents[name] = b"".join(content.chunks())
        return name

    def _open(self, name: str, mode: str = "rb") -> File:
        return ContentFile(self._contents[name], name)


class AwayStorage(FarStorage):
    """A storage that doesn't answer."""

    def exists(self, name: str) -> NoReturn:
        """Fail as a connection does."""
        raise ConnectionError("the bucket does not answer")


def elsewhere(backend: type[FarStorage] = FarStorage) -> dict[str, Any]:
    """Return STORAGES with an empty storage that knows no local paths."""
    named = f"{backend.__module__}.{backend.__qualname__}"
    return settings.STORAGES | {"default": {"BACKEND": named}}
