"""Which servers the tests talk to: throw-away ones, never anybody's own.

Settled before anything reads Django's settings: pytest loads this file as its first plugin (`-p` in
pyproject.toml). A conftest would be too late for the workers of a run: they inherit the name of the
settings, so pytest-django has read them by then, with the broker of another process.

Workers share the servers, each with its own databases. `TEST_DATABASE_URL` and `TEST_REDIS_URL`
point the tests at other servers.
"""

import os
import tempfile
import uuid
from pathlib import Path

from creatorspark.embedded import location

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


def _numbered(url: str, database: int) -> str:
    """The Redis URL with this database number."""
    if url.startswith("unix://"):
        return f"{url.partition('?')[0]}?db={database}"
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/{database}"


def _settle() -> None:
    if not WORKER:
        # Only named here; whoever needs it first makes it.
        folder = Path(tempfile.gettempdir()) / f"creatorspark-tests-{uuid.uuid4().hex}"
        os.environ["CREATORSPARK_VAR"] = str(folder)
    number = 2 * int(WORKER.removeprefix("gw") or 0)
    os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or location.database_url()
    redis_url = os.environ.get("TEST_REDIS_URL") or location.redis_url()
    os.environ["REDIS_URL"] = _numbered(redis_url, number)
    os.environ["CACHE_URL"] = _numbered(redis_url, number + 1)
    os.environ["CREATORSPARK_ENV"] = "development"
    os.environ["DJANGO_SETTINGS_MODULE"] = "creatorspark.settings"


_settle()
