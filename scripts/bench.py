"""Runs the benchmarks one after the other and collects what they say in `var/bench/`.

    python scripts/bench.py [NAME ...]

Each is a module of `benchmarks/` that prints one JSON document. They run on a database of their
own, on the configured server or the embedded one, with the durability of real work.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from creatorspark.embedded import environment, location  # noqa: E402

DATABASE = "creatorspark_bench"


def main() -> int:
    """Run what was asked for; returns how many benchmarks could not be run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("names", nargs="*", help="which (default: all)")
    names = parser.parse_args().names or available()
    results = location.current().var / "bench"
    lease = environment.join_for(["bench"])
    try:
        results.mkdir(parents=True, exist_ok=True)
        with own_database() as settings:
            failed = [name for name in names if not measure(name, results, settings)]
    finally:
        if lease is not None:
            lease.release()
    print(f"The whole results are in {results}.")
    return len(failed)


def available() -> list[str]:
    """The modules of `benchmarks/` that are benchmarks, not their helpers."""
    modules = sorted((ROOT / "benchmarks").glob("*.py"))
    return [path.stem for path in modules if '__name__ == "__main__"' in path.read_text()]


@contextmanager
def own_database() -> Iterator[dict[str, str]]:
    """Make and migrate a database for the benchmarks; yields the environment that names it."""
    server = os.environ.get("DATABASE_URL") or location.database_url()
    own = urlunsplit(urlsplit(server)._replace(path=f"/{DATABASE}"))
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE))
    create = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE))
    settings = {**os.environ, "DATABASE_URL": own}
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(drop)
        connection.execute(create)
        try:
            migrate = [sys.executable, "manage.py", "migrate", "--no-input", "-v", "0"]
            subprocess.run(migrate, cwd=ROOT, env=settings, check=True)
            yield settings
        finally:
            connection.execute(drop)


def measure(name: str, results: Path, settings: Mapping[str, str]) -> bool:
    """Run one benchmark, keep its document and print its ratios. Returns whether it ran."""
    print(f"{name} ...", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}"],
        cwd=ROOT,
        env=dict(settings),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    try:
        document = json.loads(done.stdout)
    except json.JSONDecodeError:
        document = None
    if done.returncode != 0 or document is None:
        print(f"  could not be measured (exit {done.returncode}); its reason stands above.")
        print(done.stdout[-2000:], file=sys.stderr)
        return False
    (results / f"{name}.json").write_text(json.dumps(document, indent=2) + "\n")
    for path, ratio in ratios(document):
        print(f"  {path:<44} {ratio:.3f}")
    return True


def ratios(document: Any, prefix: str = "") -> Iterator[tuple[str, float]]:
    """Every figure of the document whose name speaks of a ratio."""
    if isinstance(document, list):
        document = {_label(item, number): item for number, item in enumerate(document)}
    if not isinstance(document, dict):
        return
    for key, value in document.items():
        path = f"{prefix}.{key}" if prefix else key
        if isinstance(value, int | float) and "ratio" in key:
            yield path, float(value)
        else:
            yield from ratios(value, path)


def _label(item: Any, number: int) -> str:
    """What a list's item calls itself, else its number."""
    named = item.get("case") or item.get("name") if isinstance(item, dict) else None
    return str(named or number)


if __name__ == "__main__":
    sys.exit(main())
