"""All signed statements of a creator in one file, written piece by piece."""

from collections.abc import Iterator
from typing import Final

from creatorspark.lib.canonical import canonical_json
from rewards.selectors import proof_files as stored

FORMAT: Final = "creatorspark-statements-1"


def chain_file(creator_id: int) -> Iterator[bytes]:
    """Yield the statements, oldest first: the bytes as they were signed, and what proves them.

    Profiles that were merged into this one have their chains in it, too.
    """
    yield b'{"format":%b,"statements":[' % canonical_json(FORMAT)
    before = b"\n"
    for body, sha256, signature, public_key, name in stored.bodies(stored.numbers_of(creator_id)):
        rest = canonical_json(
            {
                "sha256": sha256,
                "signature": signature,
                "public_key": public_key,
                "key_fingerprint": name,
            }
        )
        yield b'%b{"statement":%b,%b' % (before, body, rest[1:])
        before = b",\n"
    yield b"]}\n"
