"""What the page for strangers shows."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from rewards import interface as rewards

SCRIPT = Path("docs") / "verify" / "verify_statement.py"


@dataclass(frozen=True, slots=True)
class Script:
    """The program that checks statements, with the hash by which people compare copies."""

    source: bytes
    sha256: str
    lines: int


@dataclass(frozen=True, slots=True)
class ProofPage:
    """The five steps, with the keys and rules of this installation."""

    script: Script
    keys: list[rewards.PublicKey]
    policies: list[rewards.PublishedPolicy]

    @property
    def options(self) -> list[tuple[str, str]]:
        """Return the options of the command, with every key, because old statements keep theirs."""
        keys = [("--public-key", one.public_key) for one in self.keys]
        return [("--policies", "policies.json"), *keys]


@cache
def script() -> Script:
    """Return the program as it lies in this installation."""
    source = (settings.BASE_DIR / SCRIPT).read_bytes()
    return Script(source, hashlib.sha256(source).hexdigest(), len(source.splitlines()))


def proof_page() -> ProofPage:
    """Return what the page shows."""
    return ProofPage(script(), rewards.public_keys(), rewards.published_policies())
