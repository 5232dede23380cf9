"""What one frame says: hashes that survive coding, and whether it says anything at all.

Frames are grey arrays. The decision rests on 256-bit hashes of low DCT frequencies. Their bits are
plain signs, so that a mirrored frame's hash is the same hash with fixed bits flipped. The 64-bit
hashes that imagehash defines are kept because people know them.
"""

from functools import cache

import cv2
import imagehash
import numpy as np
import numpy.typing as npt
from PIL import Image

Grey = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Words = npt.NDArray[np.uint64]

SIDE = 64
FREQUENCIES = 16
BITS = FREQUENCIES * FREQUENCIES
LEAST_SPREAD = 5.0
LEAST_DETAIL = 0.6


def sign_hashes(images: Floats) -> Words:
    """Return 256-bit hashes, four words each, of square grey images of 64 px (N × 64 × 64)."""
    transform = cosines(SIDE, FREQUENCIES + 1)[1:]
    coefficients = transform @ images @ transform.T
    bits = (coefficients > 0).reshape(len(images), BITS)[:, low_first()]
    return as_words(bits)


def as_words(bits: npt.NDArray[np.bool_]) -> Words:
    """Return rows of bits as rows of 64-bit words."""
    packed = np.packbits(bits, axis=1).tobytes()
    words: Words = np.frombuffer(packed, np.uint64).reshape(len(bits), bits.shape[1] // 64)
    return words


@cache
def mirror_mask() -> Words:
    """Return the bits that differ between a frame's hash and its mirror image's."""
    odd = np.zeros((FREQUENCIES, FREQUENCIES), bool)
    odd[:, 0::2] = True
    mask: Words = as_words(odd.reshape(1, -1)[:, low_first()])[0]
    return mask


@cache
def low_first() -> npt.NDArray[np.int64]:
    """Return the order of bits, low frequencies first: they survive the most."""
    down, across = np.indices((FREQUENCIES, FREQUENCIES))
    return np.argsort((down + across).reshape(-1), kind="stable")


@cache
def cosines(side: int, count: int) -> Floats:
    """Return the first rows of the DCT-II matrix."""
    places = (np.arange(side) + 0.5) * np.pi / side
    return np.cos(np.arange(count)[:, None] * places).astype(np.float32)


def shown_hashes(image: Grey) -> tuple[int, int, int]:
    """Return imagehash's pHash, dHash and aHash of a frame (64 bits each)."""
    picture = Image.fromarray(image)
    kinds = (imagehash.phash, imagehash.dhash, imagehash.average_hash)
    return tuple(int(str(kind(picture)), 16) for kind in kinds)  # type: ignore[return-value]


def says_something(image: Grey) -> bool:
    """Tell whether a frame has enough in it to be recognised: not flat, black, or a bare fade."""
    small = cv2.resize(image, (32, 32), interpolation=cv2.INTER_AREA).astype(np.float32)
    if float(small.std()) < LEAST_SPREAD:
        return False
    detail = np.abs(np.diff(small, axis=1)).mean() + np.abs(np.diff(small, axis=0)).mean()
    return float(detail) >= LEAST_DETAIL


def distances(left: Words, right: Words) -> npt.NDArray[np.unsignedinteger]:
    """Return how many bits differ between each pair of codes (N × W words, M × W words)."""
    # The narrowest numbers that hold the largest distance: this is memory-bound.
    narrow = left.shape[1] * 64 < 256
    found = np.zeros((len(left), len(right)), np.uint8 if narrow else np.uint16)
    for word in range(left.shape[1]):
        found += np.bitwise_count(left[:, word, None] ^ right[None, :, word])
    return found
