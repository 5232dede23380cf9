"""What anyone may read to check pay, and what a creator downloads to do so."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from rewards.services.proof import chain_file, policy_file
from rewards.services.proof import public_keys as keys
from rewards.services.proof.policy_file import PublishedPolicy
from rewards.services.proof.public_keys import PublicKey

__all__ = [
    "PublicKey",
    "PublishedPolicy",
    "creator_policies_file",
    "creator_statements_file",
    "policies_file",
    "policies_file_version",
    "public_keys",
    "public_keys_file",
    "published_policies",
]


def public_keys() -> list[PublicKey]:
    """Return the public half of every key that ever signed, the newest first."""
    return keys.public_keys()


def public_keys_file() -> dict[str, Any]:
    """Return the keys in the form in which they are published."""
    return keys.keys_file()


def published_policies() -> list[PublishedPolicy]:
    """Return the pay and grade policies that are or were in force, by kind and age."""
    return policy_file.published()


def policies_file() -> Iterator[bytes]:
    """Yield the public policy file: all policies ever in force and every frozen cohort."""
    return policy_file.whole_file()


def policies_file_version() -> str:
    """Return a short name that changes whenever the public policy file does."""
    return policy_file.version_of_file()


def creator_policies_file(*, creator_id: int, week: date | None = None) -> Iterator[bytes]:
    """Yield what a creator's statements refer to, or the statement of a week (its Monday)."""
    return policy_file.file_of_creator(creator_id, week=week)


def creator_statements_file(*, creator_id: int) -> Iterator[bytes]:
    """Yield every signed statement of a creator as one file, oldest first."""
    return chain_file.chain_file(creator_id)
