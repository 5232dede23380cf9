"""Columns out of PostgreSQL as arrays, and what every population of videos shares."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import Max, Min

from creatorspark.core.models import CountExclusion, Creator, Video
from creatorspark.core.models.videos import Platform
from creatorspark.lib.pgcopy import ColumnFormat, microseconds

UNKNOWN = -1
CHUNK = 100_000
PLATFORMS: tuple[str, ...] = tuple(Platform.values)
Columns = dict[str, npt.NDArray[Any]]


def copy_columns(form: ColumnFormat, select: str, parameters: Mapping[str, Any]) -> Columns:
    """Return the columns that a SELECT finds, in its order, by binary COPY."""
    names = ", ".join(form.columns)
    arrays = ", ".join(f"array_agg({name})" for name in form.columns)
    sql = f"COPY (SELECT {arrays} FROM ({select}) q ({names})) TO STDOUT (FORMAT binary)"
    with connection.cursor() as cursor, cursor.copy(sql, parameters) as copy:
        return form.decode(copy)


def niches_of_creators() -> tuple[str, ...]:
    """Return every niche there is, sorted."""
    return tuple(Creator.objects.order_by("niche").values_list("niche", flat=True).distinct())


def id_span(posted_since: datetime, posted_until: datetime) -> tuple[int, int]:
    """Return the lowest id and the one past the highest of the videos posted in a span."""
    span = Video.objects.filter(posted_at__gte=posted_since, posted_at__lte=posted_until).aggregate(
        low=Min("pk"), high=Max("pk")
    )
    return (span["low"], span["high"] + 1) if span["low"] is not None else (0, 0)


def subtract_exclusions(columns: Columns, counts: Sequence[str], *, first: int, past: int) -> None:
    """Subtract counts that don't count, where their window began before the snapshot."""
    exclusions = CountExclusion.objects.filter(video_id__gte=first, video_id__lt=past)
    for row in exclusions.values("video_id", "window_start", *counts):
        at = int(np.searchsorted(columns["video_id"], row["video_id"]))
        found = at < len(columns["video_id"]) and columns["video_id"][at] == row["video_id"]
        if not found or microseconds(row["window_start"]) >= columns["observed_at"][at]:
            continue
        for name in counts:
            if columns[name][at] != UNKNOWN:
                columns[name][at] = max(0, columns[name][at] - row[name])


def known(column: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Return a stored column as floats, NaN where -1 stands for what was not reported."""
    values = column.astype(np.float64)
    if (column < 0).any():
        values[column < 0] = np.nan
    return values
