"""Files that prove something: looked at before they are kept, and never shown in a page."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath, PureWindowsPath

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from creatorspark.core.appeals.errors import ProofRefused
from creatorspark.core.appeals.terms import terms_of
from creatorspark.core.domain.appeals.proof_types import HEAD, LARGEST, ProofType, sniff
from creatorspark.core.models import Appeal, AppealProof, AppealStep, User
from creatorspark.core.services.removal import remove_on_commit

AT_ONCE = 5
# What one request may bring; the largest file and some pictures.
MOST_AT_ONCE = LARGEST + 25 * 1024 * 1024
# What one creator may bring within 24 hours, to all their appeals.
MOST_A_DAY = 4 * LARGEST
LONGEST_NAME = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """A file that we take, with what it is."""

    file: "File[bytes]"
    name: str
    type: ProofType
    sha256: str


def check(files: "Sequence[File[bytes]]") -> list[Checked]:
    """Look at files before anything is done with them. Raises ProofRefused."""
    if len(files) > AT_ONCE:
        raise ProofRefused(
            _("Send at most %(n)d files at once. Nothing was sent yet.") % {"n": AT_ONCE},
            code="too_many_files",
        )
    return [_checked(file) for file in files]


def _checked(file: "File[bytes]") -> Checked:
    name = shown_name(file.name or "")
    if not file.size:
        raise ProofRefused(
            _("“%(name)s” is empty. Choose it again; nothing was sent yet.") % {"name": name},
            code="file_empty",
        )
    file.seek(0)
    found = sniff(file.read(HEAD))
    if found is None:
        raise ProofRefused(
            _(
                "“%(name)s” is no picture, PDF, video or plain text. Nothing was sent yet; a "
                "screenshot of it is fine."
            )
            % {"name": name},
            code="file_type",
        )
    if file.size > found.most_bytes:
        raise ProofRefused(
            _("“%(name)s” is larger than %(limit)s. Nothing was sent yet.")
            % {"name": name, "limit": filesizeformat(found.most_bytes)},
            code="file_too_large",
        )
    return Checked(file=file, name=name, type=found, sha256=_digest(file))


def _digest(file: "File[bytes]") -> str:
    file.seek(0)
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


def shown_name(name: str) -> str:
    """Return a name without folders and control characters, for showing only."""
    base = PurePosixPath(PureWindowsPath(name).name).name
    plain = "".join(sign for sign in base if sign.isprintable())
    stem, dot, suffix = plain.rpartition(".")
    longest = LONGEST_NAME - len(suffix) - 1
    return (f"{stem[:longest]}{dot}{suffix}" if stem else plain)[:LONGEST_NAME] or _("file")


def keep(
    appeal: Appeal, step: AppealStep, files: Sequence[Checked], *, actor: User, now: datetime
) -> None:
    """Store files with the step they came with; what was sent before is not stored twice.

    Raises ProofRefused. Files of a transaction that fails are removed.
    """
    had = set(appeal.proofs.values_list("sha256", flat=True))
    fresh = {one.sha256: one for one in files if one.sha256 not in had}
    most = terms_of(appeal).proofs
    if appeal.proofs.count() + len(fresh) > most:
        raise ProofRefused(
            _("An appeal can hold %(n)d files. Nothing was sent yet.") % {"n": most},
            code="too_many_files",
        )
    _check_day(appeal, fresh.values(), now=now)
    stored: list[str] = []
    try:
        with transaction.atomic():
            for one in fresh.values():
                stored.append(_store(appeal, step, one, actor=actor, now=now))
    except BaseException:
        for name in stored:
            default_storage.delete(name)
        raise


def _check_day(appeal: Appeal, fresh: Collection[Checked], *, now: datetime) -> None:
    """The creator's row is locked, so two requests can't both take what is left of the day."""
    today = AppealProof.objects.filter(
        appeal__creator=appeal.creator_id, added_at__gt=now - timedelta(days=1)
    )
    sent = today.aggregate(total=Sum("size"))["total"] or 0
    if fresh and sent + sum(one.file.size for one in fresh) > MOST_A_DAY:
        raise ProofRefused(
            _(
                "You can send files of %(limit)s in all within a day. Nothing was sent yet; send "
                "these tomorrow, or a shorter video."
            )
            % {"limit": filesizeformat(MOST_A_DAY)},
            code="too_much_today",
        )


def _store(appeal: Appeal, step: AppealStep, one: Checked, *, actor: User, now: datetime) -> str:
    proof = AppealProof(
        appeal=appeal,
        step=step,
        type=one.type.type,
        name=one.name,
        media_type=one.type.media_type,
        size=one.file.size,
        sha256=one.sha256,
        added_by=actor,
        added_at=now,
    )
    proof.file.save("", one.file, save=False)
    proof.save()
    return str(proof.file.name)


def remove(proof: AppealProof, *, now: datetime) -> None:
    """Forget a file and its name; that there was one, and its size, stays."""
    name = proof.file.name
    proof.file = ""
    proof.name = proof.sha256 = ""
    proof.removed_at = now
    proof.save(update_fields=["file", "name", "sha256", "removed_at"])
    if name:
        # After the commit, so that a transaction that fails loses nothing.
        remove_on_commit(name)
