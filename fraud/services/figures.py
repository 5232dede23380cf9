"""Keep the figures of periods that are over: each once, for good."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from creatorspark.core.services import audit
from creatorspark.lib.calendar_periods import Length, Period
from creatorspark.lib.canonical import sha256_of
from fraud.models import PeriodFigures


class FiguresError(Exception):
    """The figures can't be kept like this; the message is for a developer."""


def keep_figures(
    period: Period,
    *,
    figures: Mapping[str, Any],
    published: Mapping[str, Any] | None,
    now: datetime,
) -> bool:
    """Keep a period's figures, and for a quarter what is published of them.

    False when they are kept already: then nothing changes. Raises FiguresError while the period
    isn't over, or when a month were published beside its quarter.
    """
    if now < period.end:
        raise FiguresError(f"{period.label} isn't over.")
    if published is not None and period.length is not Length.QUARTER:
        raise FiguresError("Only quarters are published: a month could be subtracted.")
    with transaction.atomic():
        row, is_new = PeriodFigures.objects.get_or_create(
            length=period.length.value,
            starts=period.starts,
            defaults={
                "figures": dict(figures),
                "published": None if published is None else dict(published),
                "sha256": sha256_of(dict(figures if published is None else published)),
                "computed_at": now,
            },
        )
        if is_new:
            audit.record(
                "fraud.figures.kept",
                target=row,
                actor=None,
                after={"period": period.label, "sha256": row.sha256},
            )
    return is_new
