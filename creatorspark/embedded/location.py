"""Where the embedded servers live: pure path computation, no process is started here.

Everything is derived from the `var/` directory, so that two clones never meet, and that every
process of one clone finds the same sockets whatever its environment holds.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATABASE = "creatorspark"
ROLE = "creatorspark"


@dataclass(frozen=True)
class Location:
    """The paths of one set of embedded servers."""

    var: Path

    @property
    def key(self) -> str:
        """Sixteen hex digits that differ between clones."""
        return hashlib.sha256(os.fsencode(self.var)).hexdigest()[:16]

    @property
    def control(self) -> Path:
        """Directory of the lock, the leases and the supervisor's state."""
        return self.var / "embedded"

    @property
    def logs(self) -> Path:
        """Directory of the servers' logs."""
        return self.var / "log"

    @property
    def moved_to(self) -> Path:
        """File that names the state directory when data could not live in `var/`."""
        return self.var / "location"

    @property
    def runtime(self) -> Path:
        """Private directory of the sockets.

        Not under `var/`, whose path may be longer than the 107 bytes a socket address holds,
        nor under TMPDIR or XDG_RUNTIME_DIR, which differ between one shell and the next.
        """
        return Path(os.environ.get("CREATORSPARK_RUNTIME") or "/tmp") / f"creatorspark-{self.key}"

    @property
    def sockets(self) -> Path:
        """Directory of both sockets, owned by the user that the servers run as."""
        return self.runtime / "sockets"

    @property
    def valkey_socket(self) -> Path:
        """Valkey's socket."""
        return self.sockets / "valkey"

    @property
    def database_url(self) -> str:
        """A URL that libpq and django-environ both understand."""
        return f"postgresql://{ROLE}@/{DATABASE}?host={quote(str(self.sockets))}"

    def redis_url(self, *, db: int = 0) -> str:
        """A URL that redis-py understands."""
        return f"unix://{quote(str(self.valkey_socket))}?db={db}"


def current() -> Location:
    """The location of this clone, or of `CREATORSPARK_VAR` where that is set."""
    return Location(
        var=Path(os.path.realpath(os.environ.get("CREATORSPARK_VAR") or BASE_DIR / "var"))
    )


def database_url() -> str:
    """URL of the embedded PostgreSQL."""
    return current().database_url


def redis_url(db: int = 0) -> str:
    """URL of the embedded Valkey, `db` being its database number."""
    return current().redis_url(db=db)


def as_kombu_url(url: str) -> str:
    """Spell a Redis URL the way kombu does: a unix socket is `redis+socket://PATH?virtual_host=N`."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    database = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return f"redis+socket://{parts.path}?virtual_host={database.get('db', '0')}"
