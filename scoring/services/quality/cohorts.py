"""A rating's place among the rated videos of its niche, from a reference that is made by night."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from scoring.domain.quality import Part
from scoring.domain.quality.cohorts import place_in, quantile_grid
from scoring.models import QualityAssessment, QualityReference
from scoring.services.quality.policies import policy_in_force
from scoring.services.quality.raters import rater_in_force

OVERALL = "overall"
NAMES = (OVERALL, *(part.value for part in Part))
KEPT = 3
MADE_ANEW_AFTER = timedelta(hours=20)
CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Cohort:
    """The videos that a rating is compared with; nobody where there are too few."""

    name: str = ""
    size: int = 0
    grids: Mapping[str, Sequence[float]] | None = None

    def place(self, part: str, value: float | None) -> float | None:
        """Return the share that rates lower, None where that can't be said."""
        grid = (self.grids or {}).get(part)
        return None if grid is None or value is None else place_in(grid, value)


NOBODY = Cohort()


def cohort_of(*, niche: str, model_version: str, least: int) -> Cohort:
    """Return a niche's cohort, that of all videos where the niche is small, else nobody."""
    rows = QualityReference.objects.filter(
        model_version=model_version, cohort__in={niche, ""}, size__gte=least
    )
    newest = rows.order_by("cohort", "-made_at", "-pk").distinct("cohort")
    found = {row.cohort: row for row in newest}
    row = found.get(niche) or found.get("")
    return Cohort(row.cohort, row.size, row.grids) if row else NOBODY


def freeze_if_due(*, now: datetime) -> int:
    """Make the references anew once a day, and at first as soon as there are enough videos."""
    version = rater_in_force().version
    made = QualityReference.objects.filter(model_version=version, made_at__gt=now - MADE_ANEW_AFTER)
    enough = policy_in_force(at=now).rules.cohort_least
    if made.exists() or _rated().filter(model_version=version).count() < enough:
        return 0
    return freeze_references(now=now)


def freeze_references(*, now: datetime) -> int:
    """Make the references of all niches anew from the ratings of today; return how many.

    Only videos whose file was measured count, and only niches of the policy's size.
    """
    least = policy_in_force(at=now).rules.cohort_least
    made = 0
    for version in _rated().values_list("model_version", flat=True).distinct():
        for niche in ("", *_niches(version)):
            made += _freeze(niche, version, least=least, now=now)
    return made


def _rated() -> QuerySet[QualityAssessment]:
    rows = QualityAssessment.objects.filter(
        is_current=True, video__isnull=False, measurement__isnull=False
    )
    return rows.order_by()


def _niches(version: str) -> list[str]:
    rows = _rated().filter(model_version=version).exclude(video__creator__niche="")
    return sorted(set(rows.values_list("video__creator__niche", flat=True).distinct()))


def _freeze(niche: str, version: str, *, least: int, now: datetime) -> bool:
    rows = _rated().filter(model_version=version)
    if niche:
        rows = rows.filter(video__creator__niche=niche)
    values: dict[str, list[float]] = {name: [] for name in NAMES}
    size = 0
    for row in rows.values_list(*NAMES).iterator(CHUNK):
        size += 1
        for name, value in zip(NAMES, row, strict=True):
            if value is not None:
                values[name].append(float(value))
    if size < least:
        return False
    QualityReference.objects.get_or_create(
        cohort=niche,
        model_version=version,
        made_at=now,
        defaults={
            "size": size,
            "grids": {
                name: quantile_grid(known) for name, known in values.items() if len(known) >= least
            },
        },
    )
    _forget_old(niche, version)
    return True


def _forget_old(niche: str, version: str) -> None:
    rows = QualityReference.objects.filter(cohort=niche, model_version=version)
    old = rows.order_by("-made_at", "-pk").values_list("pk", flat=True)[KEPT:]
    QualityReference.objects.filter(pk__in=list(old)).delete()
