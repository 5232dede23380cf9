"""A private bucket as storage. Its files are read by us alone and handed on by our own pages."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NoReturn

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

CONNECT_SECONDS, READ_SECONDS, TRIES = 10, 60, 4
IN_MEMORY = 8 * 1024 * 1024
GONE = frozenset({"404", "NoSuchKey", "NotFound"})


class PrivateBucket(S3Storage):  # type: ignore[misc]
    """django-storages' S3 without public addresses, whose faults are those of a file system.

    So what reads a file needn't know where it lies: one that isn't there is FileNotFoundError, a
    storage that is away or refuses is another OSError.
    """

    def get_default_settings(self) -> dict[str, Any]:
        """Say how we want it, whatever the bucket's own defaults are."""
        given: dict[str, Any] = super().get_default_settings()
        return given | {
            # Names are random already; a second file of one name would be a fault of ours.
            "file_overwrite": False,
            "default_acl": None,
            "querystring_auth": True,
            "signature_version": "s3v4",
            "max_memory_size": IN_MEMORY,
            "client_config": None,
        }

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._made_in = os.getpid()
        self.client_config = Config(
            s3={"addressing_style": self.addressing_style},
            signature_version=self.signature_version,
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"max_attempts": TRIES, "mode": "standard"},
            # Sums of the newer sort aren't known to every storage that speaks S3.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )

    @property
    def connection(self) -> Any:
        """Return this thread's line to the storage; a forked process makes its own."""
        if self._made_in != os.getpid():
            self._connections, self._bucket, self._made_in = threading.local(), None, os.getpid()
        return super().connection

    def get_object_parameters(self, name: str) -> dict[str, Any]:
        """Say nothing of a file's kind: what its sender calls it doesn't count."""
        given: dict[str, Any] = super().get_object_parameters(name)
        return given | {"ContentType": "application/octet-stream"}

    def url(self, name: str, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse, as the disk does: nothing of it has a public address."""
        raise ValueError("This file is not accessible via a URL.")

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        """Open a file; what is read is here when this returns, so that no read fails later."""
        with as_files_do(name):
            found: File[Any] = super()._open(name, mode)
            if "r" in mode:
                _ = found.file
            return found

    def _save(self, name: str, content: "File[Any]") -> str:
        with as_files_do(name):
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        """Remove a file; one that isn't there is removed already."""
        with as_files_do(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Say whether there is such a file."""
        with as_files_do(name):
            return bool(super().exists(name))

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        """Return the folders and files of one folder; nothing for one that isn't there."""
        with as_files_do(name):
            folders, files = super().listdir(name)
            return folders, files

    def size(self, name: str) -> int:
        """Return a file's bytes."""
        with as_files_do(name):
            return int(super().size(name))

    def get_modified_time(self, name: str) -> datetime:
        """Return when a file was written."""
        with as_files_do(name):
            moment: datetime = super().get_modified_time(name)
            return moment


@contextmanager
def as_files_do(name: str) -> Iterator[None]:
    """Turn the faults of the bucket into those of files."""
    try:
        yield
    except ClientError as fault:
        code = str(fault.response.get("Error", {}).get("Code", ""))
        if code in GONE:
            raise FileNotFoundError(name) from fault
        raise OSError(f"The storage refused: {code}") from fault
    except BotoCoreError as fault:
        raise ConnectionError(f"The storage is away: {type(fault).__name__}") from fault
