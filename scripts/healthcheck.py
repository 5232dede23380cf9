"""Exits with 0 when this container's web server answers; for HEALTHCHECK in the Dockerfile."""

import os
import sys
import urllib.error
import urllib.request

NOBODYS = "localhost"


def host() -> str:
    """A host name that the settings allow, since Django refuses requests for any other."""
    first = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip()
    return NOBODYS if first in {"", "*"} else first.removeprefix(".")


def main() -> int:
    """Ask /healthz, which asks nobody else in turn."""
    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/healthz"
    try:
        with urllib.request.urlopen(
            urllib.request.Request(address, headers={"Host": host()}), timeout=4
        ) as answer:
            return 0 if answer.status == 200 else 1
    except (urllib.error.URLError, OSError) as problem:
        print(f"{address}: {problem}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
