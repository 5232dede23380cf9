"""Signatures, and a key file that everybody who races for it reads alike."""

import base64
import threading
from pathlib import Path

import pytest

from creatorspark.lib.signing import Signer, fingerprint, is_valid, load_or_create_seed


def test_a_signature_is_valid_for_its_bytes_and_key_only() -> None:
    signer, other = Signer.from_seed(bytes(32)), Signer.from_seed(bytes([1] * 32))
    signature = signer.sign(b"120.00")
    assert is_valid(b"120.00", signature=signature, public_key=signer.public_key)
    assert not is_valid(b"120.01", signature=signature, public_key=signer.public_key)
    assert not is_valid(b"120.00", signature=signature, public_key=other.public_key)
    assert not is_valid(b"120.00", signature="not base64!", public_key=signer.public_key)


def test_the_test_vector_of_the_standard() -> None:
    """RFC 8032, section 7.1, test 1."""
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    signer = Signer.from_seed(seed)
    public = base64.b64decode(signer.public_key)
    assert public.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert base64.b64decode(signer.sign(b"")).hex().startswith("e5564300c360ac729086e2cc806e828a")
    assert len(fingerprint(signer.public_key)) == 16


@pytest.mark.parametrize("attempt", range(5))
def test_threads_that_race_for_the_key_file_get_one_key(tmp_path: Path, attempt: int) -> None:
    path = tmp_path / "keys" / "statements.ed25519"
    together, seeds, faults = threading.Barrier(8), [], []

    def read() -> None:
        together.wait()
        try:
            seeds.append(load_or_create_seed(path))
        except OSError as fault:
            faults.append(fault)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(seeds) == 8
    assert set(seeds) == {path.read_bytes()}
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]
