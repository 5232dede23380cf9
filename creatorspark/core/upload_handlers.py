"""Takes uploads to disk, beside the media storage, so that keeping one is a rename."""

import tempfile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler


class IncomingFile(TemporaryUploadedFile):
    """An upload in the folder for what comes in, which is made where it is missing.

    Django's own setting for such a folder insists that it is there before anything runs.
    """

    def __init__(
        self, name: str, content_type: str, size: int, charset: str | None, extra: Any = None
    ) -> None:
        settings.MEDIA.incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Closed, and with that deleted, at the end of the request.
        file = tempfile.NamedTemporaryFile(  # noqa: SIM115
            suffix=".upload", dir=settings.MEDIA.incoming
        )
        UploadedFile.__init__(self, file, name, content_type, size, charset, extra)


class IncomingFiles(TemporaryFileUploadHandler):
    """Django's own handler, with that folder."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file = IncomingFile(
            self.file_name or "",
            self.content_type or "",
            0,
            self.charset,
            self.content_type_extra,
        )
