"""Where uploaded files lie: on disk, or in a private bucket of any S3-compatible storage."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

BUCKET = "creatorspark.core.s3.PrivateBucket"
OURSELVES = frozenset({"localhost", "127.0.0.1", "::1"})


def read(env: Env, *, var: Path) -> dict[str, Any]:
    """Return the storage of the environment. Raises ImproperlyConfigured; see docs/deploy.md."""
    bucket = env.str("S3_BUCKET", default="")
    if not bucket:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": var / "media", "base_url": None},
        }
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured(
            "S3_BUCKET needs two more packages: pip install -r requirements-s3.txt"
        )
    return {"BACKEND": BUCKET, "OPTIONS": _options(env, bucket)}


def _options(env: Env, bucket: str) -> dict[str, Any]:
    endpoint = env.str("S3_ENDPOINT_URL", default="")
    parts = urlsplit(endpoint)
    plain = bool(endpoint) and parts.scheme != "https" and parts.hostname not in OURSELVES
    if plain and not env.bool("S3_PLAIN_HTTP", default=False):
        raise ImproperlyConfigured(
            "S3_ENDPOINT_URL must begin with https://; inside a network of your own, "
            "S3_PLAIN_HTTP=true allows plain http."
        )
    sealed = env.str("S3_ENCRYPTION", default="")
    return {
        "bucket_name": bucket,
        "endpoint_url": endpoint or None,
        "region_name": env.str("S3_REGION", default="") or None,
        # Without these the usual places are asked: a role, the environment, a file.
        "access_key": env.str("S3_ACCESS_KEY", default="") or None,
        "secret_key": env.str("S3_SECRET_KEY", default="") or None,
        "location": env.str("S3_PREFIX", default=""),
        "addressing_style": env.str("S3_ADDRESSING", default="auto"),
        "object_parameters": {"ServerSideEncryption": sealed} if sealed else {},
    }
