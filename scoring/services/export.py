"""Points of a population named by a sentiment file, for a check against an outside oracle."""

import csv
import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
from django.utils.translation import gettext as _

from creatorspark.core.models import Policy, Video
from scoring.domain.points.classic import score_classic
from scoring.domain.points.fair import FairScorer
from scoring.domain.points.policy import ClassicPolicy, FairPolicy
from scoring.selectors import Population
from scoring.services.cohorts import CohortIndex
from scoring.services.locks import Report, silent
from scoring.services.points import read_population
from scoring.services.policies import rules_of

SHOWN = 5


class BadSentimentFile(ValueError):
    """The file can't be used; the message says where and what to do."""


def read_sentiments(path: Path) -> dict[str, float]:
    """Read `video_id,sentiment` (platform ids) in the file's order. Raises BadSentimentFile."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if not rows.fieldnames or not {"video_id", "sentiment"} <= set(rows.fieldnames):
            raise BadSentimentFile(_("The first line must name the columns video_id,sentiment."))
        found: dict[str, float] = {}
        for row in rows:
            video_id = (row["video_id"] or "").strip()
            if not video_id or video_id in found:
                problem = _("is named twice") if video_id else _("has no video_id")
                raise _bad_line(rows.line_num, f"{video_id} {problem}".strip())
            found[video_id] = _number(row["sentiment"], rows.line_num)
    return found


def write_points(path: Path, points: Mapping[str, int]) -> None:
    """Write `video_id,points`; the file is there in whole or not at all."""
    partial = path.with_name(path.name + ".partial")
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["video_id", "points"])
        writer.writerows(points.items())
    partial.replace(path)


def points_of(
    policy: Policy,
    *,
    sentiments: Mapping[str, float] | None,
    now: datetime,
    report: Report = silent,
) -> dict[str, int]:
    """Return points by platform id without storing anything.

    With sentiments the population is exactly the videos they name, in that order; else all videos
    whose sentiment is known. References are computed from that population. Raises
    BadSentimentFile when a video isn't imported or its id isn't unique.
    """
    rules = rules_of(policy)
    population = read_population(rules, now=now, even_young=True, report=report)
    if population is None:
        raise BadSentimentFile(_("No videos are imported yet. Import them first."))
    names = _external_ids(population)
    if sentiments is None:
        known = population.sentiment >= 0
        population, names = population.take(known), names[known]
        order = np.arange(len(names))
    else:
        population, names = _exactly(population, names, sentiments)
        position = {name: row for row, name in enumerate(names)}
        order = np.array([position[name] for name in sentiments], np.int64)
    points = _score(population, rules)
    return {str(names[row]): int(points[row]) for row in order}


def _external_ids(population: Population) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    ids = dict(Video.objects.values_list("pk", "external_id").iterator(chunk_size=20_000))
    return np.array([ids[int(pk)] for pk in population.video_id], dtype=object)


def _exactly(
    population: Population,
    names: "np.ndarray[tuple[int], np.dtype[np.object_]]",
    sentiments: Mapping[str, float],
) -> tuple[Population, "np.ndarray[tuple[int], np.dtype[np.object_]]"]:
    wanted = np.array([name in sentiments for name in names], np.bool_)
    chosen, kept = population.take(wanted), names[wanted]
    missing = [name for name in sentiments if name not in set(kept)]
    if missing:
        raise BadSentimentFile(
            _(
                "%(n)s videos of the sentiment file have no imported counts, for example "
                "%(names)s. Import them or take them out of the file; nothing was written."
            )
            % {"n": len(missing), "names": ", ".join(missing[:SHOWN])}
        )
    if len(set(kept)) < len(kept):
        raise BadSentimentFile(
            _("Some ids of the sentiment file belong to videos of two platforms.")
        )
    sentiment = np.array([sentiments[name] for name in kept], np.float64)
    return replace(chosen, sentiment=sentiment), kept


def _score(population: Population, rules: ClassicPolicy | FairPolicy) -> "np.ndarray":
    if isinstance(rules, ClassicPolicy):
        return score_classic(population.facts(), rules).points
    index = CohortIndex(population, rules)
    normals = [index.freeze(index.choose(group)) for group in index.groups]
    return FairScorer(normals, rules).score(population.facts(), index.which).points


def _number(text: str | None, line: int) -> float:
    try:
        value = float((text or "").strip())
    except ValueError:
        value = math.nan
    if not 0 <= value <= 1:
        raise _bad_line(line, _("a sentiment is a number from 0 to 1"))
    return value


def _bad_line(line: int, problem: str) -> BadSentimentFile:
    return BadSentimentFile(
        _("Line %(line)s: %(problem)s. Nothing was written.") % {"line": line, "problem": problem}
    )
