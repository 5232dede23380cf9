"""The rules by which anyone can check pay, as one JSON file: policies and frozen cohorts.

It is written piece by piece, because the cohorts of some years are many.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from django.conf import settings

from creatorspark.core.models import Policy
from creatorspark.lib.canonical import canonical_json
from creatorspark.lib.signing import fingerprint
from rewards.selectors import proof_files as stored
from rewards.services import keys
from rewards.services.policies import PAY
from scoring import interface as scoring

FORMAT: Final = "creatorspark-policies-1"
GRADE: Final = "grade"


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedPolicy:
    """A policy that is or was in force."""

    kind: str
    version: str
    sha256: str
    effective_from: datetime
    effective_until: datetime | None


def whole_file() -> Iterator[bytes]:
    """Yield all pay and grade policies that were ever in force, and every frozen cohort."""
    return _write(_policies(), scoring.grade_references())


def file_of_creator(creator_id: int, *, week: date | None = None) -> Iterator[bytes]:
    """Yield only what a creator's statements refer to, or the statement of one week."""
    named = stored.rules_named(stored.numbers_of(creator_id), week=week)
    policies = (row for row in _policies() if row["sha256"] in named.policies)
    return _write(policies, scoring.grade_references(sha256s=named.references))


def published() -> list[PublishedPolicy]:
    """Return the policies of the whole file, oldest first, without their parameters."""
    rows = Policy.objects.filter(kind__in=[PAY, GRADE]).exclude(state=Policy.State.DRAFT)
    return [
        PublishedPolicy(
            kind=row.kind,
            version=row.version,
            sha256=row.sha256,
            effective_from=row.effective_from,
            effective_until=row.effective_until,
        )
        for row in rows.defer("parameters").order_by("kind", "effective_from")
        if row.effective_from is not None
    ]


def version_of_file() -> str:
    """Return a short name that changes whenever the whole file does."""
    policies = [f"{one.sha256}{one.effective_from}{one.effective_until}" for one in published()]
    cohorts = scoring.grade_reference_count()
    parts = [*policies, *map(str, cohorts), keys.signer().public_key, settings.SITE_URL]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:20]


def _policies() -> Iterator[dict[str, Any]]:
    pay = Policy.objects.filter(kind=PAY).exclude(state=Policy.State.DRAFT)
    for row in pay.order_by("effective_from"):
        yield _policy(row)
    for grades in scoring.grade_policies():
        yield _policy(grades)


def _policy(row: Policy | scoring.PublicPolicy) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "version": row.version,
        "parameters": row.parameters,
        "sha256": row.sha256,
        "effective_from": _moment(row.effective_from),
        "effective_until": _moment(row.effective_until),
    }


def _write(
    policies: Iterable[dict[str, Any]], references: Iterable[scoring.PublicReference]
) -> Iterator[bytes]:
    """Yield the file in its canonical spelling, then its hash and the signature over that hash."""
    digest = hashlib.sha256()
    for piece in _canonical(policies, references):
        digest.update(piece)
        yield piece
    # In place of the brace that ends what is hashed comes what proves it.
    digest.update(b"}")
    signer, name = keys.signer(), digest.hexdigest()
    proof = canonical_json(
        {
            "sha256": name,
            "signature": signer.sign(f"{FORMAT}:{name}".encode()),
            "public_key": signer.public_key,
            "key_fingerprint": fingerprint(signer.public_key),
        }
    )
    yield b"," + proof[1:] + b"\n"


def _canonical(
    policies: Iterable[dict[str, Any]], references: Iterable[scoring.PublicReference]
) -> Iterator[bytes]:
    issuer = canonical_json(settings.SITE_URL)
    yield b'{"format":%b,"issuer":%b,"policies":[' % (canonical_json(FORMAT), issuer)
    yield from _listed(policies)
    yield b'],"references":['
    yield from _listed(
        {
            "cohort": one.cohort,
            "period": one.period.isoformat(),
            "parameters": one.parameters,
            "sha256": one.sha256,
        }
        for one in references
    )
    yield b"]"


def _listed(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    before = b""
    for row in rows:
        yield before + canonical_json(row)
        before = b","


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None
