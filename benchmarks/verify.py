"""Statements a second of checking what was paid, against a bare check of hash and signature.

Server: `verify_statements` makes every line again from stored inputs, rebuilds the signed bytes
from rows, and follows chains, ledger and payouts. Stand-alone: docs/verify/verify_statement.py on
the files that creators download, in pieces of a few hundred creators. Peer: json.loads, SHA-256
and Ed25519 (cryptography) over the same files, computing no line. All three must agree on all.
Works in a database of its own. Prints one JSON document.

    python benchmarks/verify.py [--creators 10000] [--videos 50000]
"""

import argparse
import hashlib
import importlib.util
import io
import json
import os
import sys
import tempfile
import time
from contextlib import redirect_stdout
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creatorspark.settings")
os.environ["DATABASE_POOL"] = "false"

import django

django.setup()

from benchmarks.closing import WEEK, build, settle
from benchmarks.scratch import scratch_database
from creatorspark.core.jobs.services import JobProgress
from creatorspark.lib.periods import week_end
from creatorspark.lib.signing import is_valid
from rewards.models import Statement
from rewards.services.proof.chain_file import chain_file
from rewards.services.proof.policy_file import whole_file
from rewards.services.proof.recompute import Verified, verify
from rewards.services.weeks.closing import close_week

CREATORS_A_FILE = 250


def load_script() -> Any:
    """Return the stand-alone program as a module."""
    path = ROOT / "docs" / "verify" / "verify_statement.py"
    spec = importlib.util.spec_from_file_location("verify_statement", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write_files(folder: Path) -> list[Path]:
    """Write every creator's statements, some hundred creators to a file, and the policy file."""
    (folder / "policies.json").write_bytes(b"".join(whole_file()))
    creators = list(Statement.objects.order_by("creator_id").values_list("creator_id", flat=True))
    creators = sorted(set(creators))
    files = []
    for start in range(0, len(creators), CREATORS_A_FILE):
        envelopes: list[Any] = []
        for creator in creators[start : start + CREATORS_A_FILE]:
            envelopes += json.loads(b"".join(chain_file(creator)))["statements"]
        path = folder / f"{start}.json"
        path.write_text(json.dumps({"statements": envelopes}))
        files.append(path)
    return files


def time_server() -> tuple[Verified, float]:
    """Return what the server found, and its seconds."""
    settle()
    started = time.perf_counter()
    return verify(), time.perf_counter() - started


def time_script(script: Any, files: list[Path], policies: Path) -> tuple[int, float]:
    """Return how many files the stand-alone program agreed on, and its seconds."""
    agreed, started = 0, time.perf_counter()
    with redirect_stdout(io.StringIO()):
        for path in files:
            code = script.main(
                ["--quiet", "--creator-file", str(path), "--policies", str(policies)]
            )
            agreed += code == 0
    return agreed, time.perf_counter() - started


def time_peer(files: list[Path]) -> tuple[int, float]:
    """Return how many statements have the hash and the signature they say, and the seconds."""
    agreed, started = 0, time.perf_counter()
    for path in files:
        for envelope in json.loads(path.read_bytes())["statements"]:
            body = json.dumps(
                envelope["statement"], sort_keys=True, separators=(",", ":"), ensure_ascii=False
            ).encode()
            agreed += hashlib.sha256(body).hexdigest() == envelope["sha256"] and is_valid(
                body, signature=envelope["signature"], public_key=envelope["public_key"]
            )
    return agreed, time.perf_counter() - started


def main() -> None:
    """Build, close two weeks, check them three ways, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--creators", type=int, default=10_000)
    parser.add_argument("--videos", type=int, default=50_000)
    given = parser.parse_args()
    with scratch_database("bench_verify"), tempfile.TemporaryDirectory() as name:
        build(given.creators, given.videos)
        for week in (WEEK, WEEK + timedelta(weeks=1)):
            close_week(week, now=week_end(week) + timedelta(hours=4), progress=JobProgress(None))
        found, server = time_server()
        files = write_files(Path(name))
        size = sum(path.stat().st_size for path in files)
        agreed_files, script = time_script(load_script(), files, Path(name) / "policies.json")
        agreed, peer = time_peer(files)
    number = found.statements
    result = {
        "benchmark": "verify",
        "unit": "statements per second",
        "statements": number,
        "lines": found.lines,
        "megabytes_of_files": round(size / 1e6, 1),
        "server": {"seconds": round(server, 2), "rate": round(number / server)},
        "stand_alone": {"seconds": round(script, 2), "rate": round(number / script)},
        "peer_hash_and_signature_only": {"seconds": round(peer, 2), "rate": round(number / peer)},
        "ratio_server_to_peer": round(peer / server, 3),
        "ratio_stand_alone_to_peer": round(peer / script, 3),
        "proof": {
            "server_faults": len(found.faults),
            "stand_alone_agrees": agreed_files == len(files),
            "peer_agrees": agreed == number,
        },
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
