"""Runs the import contracts of pyproject.toml against a source tree."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "pyproject.toml"


@dataclass(frozen=True)
class Verdict:
    """What import-linter said about a tree."""

    kept: bool
    report: str


def check(tree: Path, *, contract: str = "") -> Verdict:
    """Check the packages in `tree` against the project's contracts, or against one of them."""
    limit = ["--contract", contract] if contract else []
    done = subprocess.run(
        [_LINTER, "--no-logo", "--no-cache", "--config", str(CONFIG), *limit],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )
    return Verdict(kept=done.returncode == 0, report=done.stdout + done.stderr)


_LINTER = str(Path(sys.executable).parent / "lint-imports")
