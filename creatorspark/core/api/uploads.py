"""Files that come to the API as multipart/form-data."""

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.parsers import DataAndFiles, MultiPartParser

from creatorspark.core.api.parsing import refuse_too_large


class UploadParser(MultiPartParser):
    """Streams a file to disk; the view's `max_file_bytes` is looked at before the body is read."""

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> "DataAndFiles[Any, Any]":
        """Return the fields and files. Raises a problem for a body that is too large or broken."""
        view = (parser_context or {})["view"]
        refuse_too_large(stream, limit=view.max_file_bytes)
        return super().parse(stream, media_type, dict(parser_context or {}))
