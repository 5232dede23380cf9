"""Tells from a file's own bytes what it is; its name and what its sender says don't count."""

from dataclasses import dataclass

HEAD = 4096
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ProofType:
    """A kind of file that we take, and how large it may be."""

    type: str
    media_type: str
    suffix: str
    most_bytes: int


JPEG = ProofType("image", "image/jpeg", "jpg", 15 * MEGABYTE)
PNG = ProofType("image", "image/png", "png", 15 * MEGABYTE)
GIF = ProofType("image", "image/gif", "gif", 15 * MEGABYTE)
WEBP = ProofType("image", "image/webp", "webp", 15 * MEGABYTE)
HEIC = ProofType("image", "image/heic", "heic", 15 * MEGABYTE)
PDF = ProofType("pdf", "application/pdf", "pdf", 15 * MEGABYTE)
MP4 = ProofType("video", "video/mp4", "mp4", 100 * MEGABYTE)
MOV = ProofType("video", "video/quicktime", "mov", 100 * MEGABYTE)
WEBM = ProofType("video", "video/webm", "webm", 100 * MEGABYTE)
TEXT = ProofType("text", "text/plain", "txt", MEGABYTE)

LARGEST = max(one.most_bytes for one in (JPEG, PDF, MP4, TEXT))

MARKS: tuple[tuple[bytes, ProofType], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"%PDF-", PDF),
    (b"\x1aE\xdf\xa3", WEBM),
)
PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"msf1")
SOUND_BRANDS = (b"M4A ", b"M4B ", b"M4P ")
# What text may hold beside printable signs.
LAYOUT = "\t\n\r\f"
# Markup that a careless viewer would run.
MARKUP = ("<!doctype", "<html", "<svg", "<?xml", "<script")


# Other endings that say the same.
ALSO: dict[str, tuple[str, ...]] = {
    "jpg": ("jpeg", "jpe", "jfif"),
    "heic": ("heif",),
    "mp4": ("m4v",),
    "mov": ("qt",),
}
SUFFIXES = {
    one.media_type: one.suffix for one in (JPEG, PNG, GIF, WEBP, HEIC, PDF, MP4, MOV, WEBM, TEXT)
}


def saved_name(name: str, *, media_type: str) -> str:
    """Return the name under which a file is saved: its ending is what the file is.

    A computer runs a saved file by its ending, so text called “a.html” becomes “a.html.txt”.
    """
    suffix = SUFFIXES.get(media_type, "bin")
    ending = name.rpartition(".")[2].lower()
    return name if ending in (suffix, *ALSO.get(suffix, ())) else f"{name}.{suffix}"


def sniff(head: bytes) -> ProofType | None:
    """Return what these first bytes are; None when we don't take such files."""
    for mark, found in MARKS:
        if head.startswith(mark):
            return found
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp":
        return _by_brand(head[8:12])
    return TEXT if _is_text(head) else None


def _by_brand(brand: bytes) -> ProofType | None:
    if brand in PICTURE_BRANDS:
        return HEIC
    if brand in SOUND_BRANDS:
        return None
    return MOV if brand == b"qt  " else MP4


def _is_text(head: bytes) -> bool:
    if not head.strip():
        return False
    try:
        # The last sign may be cut in two.
        words = head.decode("utf-8-sig") if len(head) < HEAD else _most_of(head)
    except UnicodeDecodeError:
        return False
    if words.lstrip().lower().startswith(MARKUP):
        return False
    return all(sign.isprintable() or sign in LAYOUT for sign in words)


def _most_of(head: bytes) -> str:
    for cut in range(4):
        try:
            return head[: len(head) - cut].decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
    return head.decode("utf-8-sig")
