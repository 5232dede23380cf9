"""Takes uploads to disk, beside the media storage, so that keeping one is a rename."""

import tempfile
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from creatorspark.core.appeals.proofs import MOST_AT_ONCE


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


# Beside a file: the other fields of its form, and what parts them.
FORM_BYTES = 1024 * 1024


class IncomingFiles(TemporaryFileUploadHandler):
    """Django's own handler, with that folder, and a bound for every page: the CSRF check reads
    whole forms, so without one anybody could fill the disk on pages that take no files at all.
    """

    def handle_raw_input(
        self, input_data: Any, META: dict[str, str], content_length: int, *args: Any, **more: Any
    ) -> tuple[QueryDict, "MultiValueDict[str, Any]"] | None:
        """Refuse a body that is too large by its announced size. Raises RequestDataTooBig."""
        if content_length <= self._most():
            return None
        if self.request is None or self.request.resolver_match is None:
            # The page that says that there is none looks for a token too; it needs no answer.
            return QueryDict(), MultiValueDict()
        raise RequestDataTooBig(f"{content_length} bytes were announced.")

    def _most(self) -> int:
        """Strangers send forms. Pages that take files look closer at whoever is signed in."""
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        imports = settings.IMPORT_MAX_BYTES if user.is_staff else 0
        return int(max(settings.MEDIA.file_bytes, MOST_AT_ONCE, imports)) + FORM_BYTES

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
