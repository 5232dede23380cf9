"""Take a record along, signed; bring one from elsewhere, shown as somebody else's word."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, User
from creatorspark.core.services import audit
from creatorspark.lib.canonical import canonical_json, sha256_of
from creatorspark.lib.signing import fingerprint
from rewards.domain.history import (
    History,
    NotAHistory,
    Profile,
    history_body,
    read_history,
    read_public_keys,
)
from rewards.models import CarriedHistory, SigningKey, TrustedIssuer
from rewards.selectors.history import paid_videos
from rewards.selectors.proof_files import numbers_of
from rewards.services import keys

ISSUER = "Creator Spark"
MOST = 5
Basis = CarriedHistory.Basis


class HistoryRefused(ValueError):
    """The file can't be kept; the message is for a person, and nothing was changed."""


def history_file(creator: Creator, *, now: datetime) -> bytes:
    """Return the creator's record: what statements say of each video, by ids, signed."""
    numbers = numbers_of(creator.pk)
    videos, grade_policies = paid_videos(numbers)
    profiles = Creator.objects.filter(pk__in=numbers).order_by("pk")
    body = history_body(
        issuer_name=ISSUER,
        issuer_url=settings.SITE_URL,
        profiles=[Profile(platform=x.platform, external_id=x.external_id) for x in profiles],
        issued_at=now,
        videos=videos,
        grade_policies=sorted(grade_policies),
    )
    signer = keys.signer()
    return canonical_json(
        {
            "history": body,
            "sha256": sha256_of(body),
            "signature": signer.sign(canonical_json(body)),
            "public_key": signer.public_key,
            "key_fingerprint": fingerprint(signer.public_key),
        }
    )


def bring_history(
    creator: Creator, *, file: bytes, keys_file: bytes | None, actor: User, now: datetime
) -> CarriedHistory:
    """Keep a history from another instance, with what can be said about it.

    The same record again is judged again, now with the keys that came along. Raises
    HistoryRefused for a file that is no history, and when there are too many.
    """
    try:
        history = read_history(file)
        brought = read_public_keys(keys_file) if keys_file else []
    except NotAHistory as fault:
        raise HistoryRefused(_why_refused(fault)) from fault
    if SigningKey.objects.filter(public_key=history.public_key).exists():
        raise HistoryRefused(_("This record is from here, so there is nothing to bring."))
    with transaction.atomic():
        creator = Creator.objects.select_for_update(no_key=True).get(pk=creator.pk)
        _check_room(creator, sha256=sha256_of(history.body))
        trusted = TrustedIssuer.objects.filter(public_key=history.public_key).first()
        basis = judge(history, creator=creator, trusted=trusted, brought=brought)
        issuer = trusted.name if trusted else history.issuer
        values = {
            "issuer": issuer[:200],
            "public_key": history.public_key[:60],
            "is_verified": basis == Basis.TRUSTED,
            "basis": basis,
            "verdict": verdict(basis, issuer=issuer)[:300],
            "document": _document(history),
        }
        row, created = CarriedHistory.objects.update_or_create(
            creator=creator,
            sha256=sha256_of(history.body),
            defaults=values,
            create_defaults={**values, "imported_at": now},
        )
        audit.record(
            "rewards.history.brought" if created else "rewards.history.judged",
            target=row,
            actor=actor,
            after={"issuer": issuer, "basis": str(basis), "sha256": row.sha256},
        )
    return row


def remove_history(creator: Creator, *, history_id: int, actor: User) -> bool:
    """Forget a history that was brought; False when there is none such."""
    with transaction.atomic():
        row = CarriedHistory.objects.filter(pk=history_id, creator=creator).first()
        if row is None:
            return False
        audit.record(
            "rewards.history.removed",
            target=row,
            actor=actor,
            before={"issuer": row.issuer, "sha256": row.sha256},
        )
        row.delete()
    return True


def trust_issuer(*, name: str, public_key: str, actor: User, now: datetime) -> TrustedIssuer:
    """Trust an instance's key from now on; histories that it signed are judged again.

    Raises HistoryRefused when it is no key, or when it is known already.
    """
    try:
        (key,) = read_public_keys(public_key.encode())
    except (NotAHistory, ValueError) as fault:
        raise HistoryRefused(
            _("This is no public key. It is 44 characters and ends with “=”.")
        ) from fault
    with transaction.atomic():
        if TrustedIssuer.objects.filter(public_key=key).exists():
            raise HistoryRefused(_("This key is trusted already."))
        issuer = TrustedIssuer.objects.create(
            name=name.strip(), public_key=key, added_at=now, added_by=actor
        )
        audit.record("rewards.issuer.trusted", target=issuer, actor=actor, after={"key": key})
        _judge_again(key, issuer=issuer)
    return issuer


def distrust_issuer(issuer: TrustedIssuer, *, actor: User) -> None:
    """Trust a key no longer; histories that it signed are judged again."""
    with transaction.atomic():
        audit.record(
            "rewards.issuer.distrusted",
            target=issuer,
            actor=actor,
            before={"name": issuer.name, "key": issuer.public_key},
        )
        key = issuer.public_key
        issuer.delete()
        _judge_again(key, issuer=None)


def judge(
    history: History, *, creator: Creator, trusted: TrustedIssuer | None, brought: Sequence[str]
) -> CarriedHistory.Basis:
    """Return what can be said about a history; only a trusted issuer's is verified."""
    profile = Profile(platform=creator.platform, external_id=creator.external_id)
    fault = history.fault(profile=profile)
    if fault:
        return Basis(fault)
    if trusted is not None:
        return Basis.TRUSTED
    return Basis.KEY_BROUGHT if history.public_key in brought else Basis.KEY_UNKNOWN


def verdict(basis: str, *, issuer: str) -> str:
    """Say in a sentence what can be said about a history."""
    sentences = {
        Basis.TRUSTED: _("Verified: %(issuer)s signed it, and our staff trust their key."),
        Basis.KEY_BROUGHT: _(
            "The signature fits the key you brought. Our staff haven't confirmed that the key is "
            "%(issuer)s's, so it isn't verified yet."
        ),
        Basis.KEY_UNKNOWN: _(
            "Unverified: nobody here knows the key that signed it. Bring %(issuer)s's keys file, "
            "or ask our staff to trust it."
        ),
        Basis.CHANGED: _("Unverified: it was changed after it was signed."),
        Basis.NOT_SIGNED: _("Unverified: the signature is not the key's that it names."),
        Basis.ANOTHER_PROFILE: _("Unverified: it names another account."),
    }
    return sentences[Basis(basis)] % {"issuer": issuer[:80]}


def _judge_again(public_key: str, *, issuer: TrustedIssuer | None) -> None:
    rows = CarriedHistory.objects.filter(public_key=public_key).select_related("creator")
    for row in rows.select_for_update(of=("self",)):
        history = read_history(canonical_json(row.document))
        brought = [public_key] if row.basis == Basis.KEY_BROUGHT else []
        basis = judge(history, creator=row.creator, trusted=issuer, brought=brought)
        row.issuer = (issuer.name if issuer else history.issuer)[:200]
        row.basis, row.is_verified = basis, basis == Basis.TRUSTED
        row.verdict = verdict(basis, issuer=row.issuer)[:300]
        row.save(update_fields=["issuer", "basis", "is_verified", "verdict"])


def _document(history: History) -> dict[str, object]:
    return {
        "history": dict(history.body),
        "sha256": history.sha256,
        "signature": history.signature,
        "public_key": history.public_key,
        "key_fingerprint": history.key_fingerprint,
    }


def _check_room(creator: Creator, *, sha256: str) -> None:
    others = CarriedHistory.objects.filter(creator=creator).exclude(sha256=sha256)
    if others.count() >= MOST:
        raise HistoryRefused(
            _("You keep %(n)d records already. Remove one first; nothing was changed.")
            % {"n": MOST}
        )


def _why_refused(fault: NotAHistory) -> str:
    sentences = {
        "too_large": _("This file is larger than 5 MB. Nothing was kept."),
        "empty": _("This file is empty. Download it again at the other site."),
        "statement_file": _(
            "This is a statement, not a record to take along. At the other site choose “Take "
            "your record with you”."
        ),
        "no_keys": _(
            "The keys file holds no public key. It is the file that the other site publishes at "
            "/.well-known/creatorspark-keys.json. Nothing was kept."
        ),
        "odd_field": _("The file is not made as records are (%(where)s). Nothing was kept.")
        % {"where": fault},
    }
    return sentences.get(
        fault.code,
        _("This is no record from a Creator Spark site. Nothing was kept."),
    )
