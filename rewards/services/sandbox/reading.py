"""Read the lines of past weeks, and whose they are, into columns."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from django.db import connection
from django.utils.translation import gettext as _

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import Policy
from creatorspark.lib.periods import week_label
from rewards.domain.bonus import Originality
from rewards.domain.pay_policy import PayPolicy
from rewards.domain.replay import (
    LETTERS,
    NOT_KNOWN,
    VERDICTS,
    IntArray,
    PaidWeeks,
    RateKey,
    silent,
)
from rewards.models import WeekClose
from rewards.services.policies import rules_of
from scoring import interface as scoring

PENDING = VERDICTS.index(Originality.PENDING)

_VIEWS = """
SELECT line.video_id, statement.creator_id, line.policy_id, line.amount,
    said.platform, said.market, said.niche, said.tier, said.seconds, said.age_days,
    said.qualified_views + said.unpaid_views, said.unpaid_before
FROM rewards_weekclose close
JOIN rewards_statement statement ON statement.close_id = close.id
JOIN rewards_earningsline line ON line.statement_id = statement.id
CROSS JOIN LATERAL jsonb_to_record(line.inputs) AS said (
    platform text, market text, niche text, tier text, seconds int, age_days int,
    qualified_views bigint, unpaid_views bigint, unpaid_before bigint
)
WHERE close.week = %s AND close.closed_at IS NOT NULL AND line.counted IS NOT NULL
"""
# Bonus follows in later weeks than its base; the newest line says what all of them rest on.
_BONUSES = """
SELECT DISTINCT ON (line.video_id, line.base_week) line.video_id, line.base_week,
    sum(line.amount) OVER (PARTITION BY line.video_id, line.base_week)::bigint,
    line.waiting, line.judgement, line.inputs -> 'grade' ->> 'score',
    line.inputs -> 'grade' ->> 'policy_sha256'
FROM rewards_weekclose close
JOIN rewards_statement statement ON statement.close_id = close.id
JOIN rewards_earningsline line ON line.statement_id = statement.id
WHERE close.week >= %(first)s AND close.closed_at IS NOT NULL
    AND line.base_week BETWEEN %(first)s AND %(last)s
ORDER BY line.video_id, line.base_week, line.id DESC
"""
_LAST_PAID = """
SELECT DISTINCT ON (video_id) video_id, policy_id, inputs ->> 'rpm_minor'
FROM rewards_earningsline
WHERE video_id = ANY(%s) AND week < %s AND counted IS NOT NULL AND kind = 'base'
    AND (inputs ->> 'qualified_views')::bigint > 0
ORDER BY video_id, id DESC
"""


@dataclass(frozen=True, kw_only=True)
class PastWeeks:
    """The paid lines of some weeks, and of each row's creator the size and the language.

    `followers` is -1 and `language` empty where it isn't known. Both are as known today.
    `cut_offs` says for each grade policy and letter the score at which it begins; each row's grade
    policy is a position in it.
    """

    rows: PaidWeeks
    weeks: Sequence[date]
    followers: IntArray
    languages: Sequence[str]
    language: IntArray
    policy_versions: Sequence[str]
    grade_policy: IntArray
    cut_offs: Sequence[Sequence[str]]

    def __len__(self) -> int:
        return len(self.rows)


def closed_weeks() -> list[date]:
    """Return the Mondays of the closed weeks, newest first."""
    rows = WeekClose.objects.filter(closed_at__isnull=False).order_by("-week")
    return list(rows.values_list("week", flat=True))


def read_past(first: date, last: date, *, progress: JobProgress) -> PastWeeks:
    """Read the closed weeks from `first` to `last`, both included."""
    weeks = sorted(week for week in closed_weeks() if first <= week <= last)
    reading = _Reading()
    for done, week in enumerate(weeks):
        stage = _("Reading %(week)s") % {"week": week_label(week)}
        progress.report(stage, done=done, total=len(weeks) + 2)
        reading.add_views(done, week)
    progress.report(_("Reading bonuses"), done=len(weeks), total=len(weeks) + 2)
    rows, grade_policy = _with_judgements(*reading.rows(weeks), reading)
    rows = _with_rates_before(rows, weeks, reading)
    creators, place = np.unique(rows.creator, return_inverse=True)
    people = _people(creators.tolist())
    languages = sorted({language for _size, language in people})
    return PastWeeks(
        rows=rows,
        weeks=weeks,
        followers=_ints([size for size, _language in people])[place],
        languages=languages,
        language=_ints([languages.index(language) for _size, language in people])[place],
        policy_versions=[policy.version for policy in reading.policies],
        grade_policy=grade_policy,
        cut_offs=_cut_offs(list(reading.grades)),
    )


class _Reading:
    """Collects rows and gives their repeated words numbers."""

    def __init__(self) -> None:
        self._views: list[tuple[int, ...]] = []
        self._keys: dict[RateKey, int] = {}
        self._policy_ids: dict[int, int] = {}
        self.policies: list[Policy] = []
        self.rules: list[PayPolicy] = []
        # Hashes of grade policies; the first stands for videos without a grade.
        self.grades: dict[str, int] = {"": 0}

    def policy(self, policy_id: int) -> int:
        """Return the place of a policy among those met so far."""
        if policy_id not in self._policy_ids:
            policy = Policy.objects.get(pk=policy_id)
            self._policy_ids[policy_id] = len(self.policies)
            self.policies.append(policy)
            self.rules.append(rules_of(policy))
        return self._policy_ids[policy_id]

    def add_views(self, place: int, week: date) -> None:
        """Read the lines on views of a week, the `place`th of those asked for."""
        with connection.cursor() as cursor:
            cursor.execute(_VIEWS, [week])
            rows = cursor.fetchall()
            for video, creator, policy, base, *terms, seconds, age, gained, unpaid in rows:
                key = self._keys.setdefault(RateKey(*terms), len(self._keys))
                known = NOT_KNOWN if seconds is None else seconds
                row = (video, place, creator, self.policy(policy), base, key, known, age)
                self._views.append((*row, gained, unpaid))

    def grade(self, sha256: str) -> int:
        """Return the place of a grade policy among those met so far."""
        return self.grades.setdefault(sha256, len(self.grades))

    def rows(self, weeks: Sequence[date]) -> tuple[PaidWeeks, IntArray]:
        """Return everything read, with the bonus on it, and the grade policy of each row."""
        self._views.sort()
        names = ("video", "week", "creator", "policy", "base", "key", "seconds", "age_days")
        columns = _ints(self._views).reshape(-1, 10).T
        bonuses = self._bonuses(weeks)
        nothing = (0, 0, 0, np.nan, PENDING, 0)
        said = [bonuses.get((row[0], row[1]), nothing) for row in self._views]
        judged = np.array(said, np.float64).reshape(-1, 6).T
        nowhere = np.full(len(self._views), NOT_KNOWN, np.int64)
        rows = PaidWeeks(
            **dict(zip(names, columns, strict=False)),
            gained=columns[8],
            unpaid_before=columns[9],
            bonus=judged[0].astype(np.int64),
            waiting=judged[1].astype(np.int64),
            letter=judged[2].astype(np.int64),
            score=judged[3],
            originality=judged[4].astype(np.int64),
            rpm_before=nowhere,
            policy_before=nowhere,
            keys=list(self._keys),
            rpms=(),
            policies=self.rules,
        )
        return rows, judged[5].astype(np.int64)

    def _bonuses(self, weeks: Sequence[date]) -> dict[tuple[int, int], tuple[float, ...]]:
        if not weeks:
            return {}
        place = {week: number for number, week in enumerate(weeks)}
        with connection.cursor() as cursor:
            cursor.execute(_BONUSES, {"first": weeks[0], "last": weeks[-1]})
            return {
                (video, place[week]): (bonus, waiting, *_judged(said, score), self.grade(sha256))
                for video, week, bonus, waiting, said, score, sha256 in cursor.fetchall()
            }


def _judged(judgement: str, score: str | None) -> tuple[float, float, float]:
    """Return the codes of a letter and a verdict such as “A:pending”, the score between them."""
    letter, verdict = judgement.split(":")
    return LETTERS.index(letter), _score(score), VERDICTS.index(Originality(verdict))


def _score(score: str | None) -> float:
    return float(score) if score else float("nan")


def _with_judgements(
    rows: PaidWeeks, policy: IntArray, reading: _Reading
) -> tuple[PaidWeeks, IntArray]:
    """Ask scoring about the judgement where the lines are silent about it."""
    asked = silent(rows)
    if not asked.any():
        return rows, policy
    ungraded = np.unique(rows.video[asked & (rows.letter == 0)]).tolist()
    grades = scoring.judgements(video_ids=ungraded) if ungraded else {}
    verdicts = scoring.originality(video_ids=np.unique(rows.video[asked]).tolist())
    letter, score, verdict = rows.letter.copy(), rows.score.copy(), rows.originality.copy()
    for row in np.flatnonzero(asked).tolist():
        video = int(rows.video[row])
        if (grade := grades.get(video)) is not None:
            letter[row], score[row] = LETTERS.index(grade.letter), _score(grade.score)
            policy[row] = reading.grade(grade.grade_policy_sha256)
        if video in verdicts:
            verdict[row] = VERDICTS.index(Originality(verdicts[video]))
    return replace(rows, letter=letter, score=score, originality=verdict), policy


def _cut_offs(sha256s: Sequence[str]) -> list[list[str]]:
    """Return the score at which each letter begins, of each grade policy; empty for the others."""
    known = {policy.sha256: policy.parameters["cutoffs"] for policy in scoring.grade_policies()}
    return [
        [
            str(known.get(sha256, {}).get(str(letter), "0" if letter == "E" else ""))
            for letter in LETTERS
        ]
        for sha256 in sha256s
    ]


def _with_rates_before(rows: PaidWeeks, weeks: Sequence[date], reading: _Reading) -> PaidWeeks:
    """Find how the videos whose counters fell were last paid before these weeks."""
    fell = np.unique(rows.video[rows.gained < 0]).tolist()
    if not fell:
        return rows
    with connection.cursor() as cursor:
        cursor.execute(_LAST_PAID, [fell, weeks[0]])
        paid = {video: (reading.policy(policy), rpm) for video, policy, rpm in cursor.fetchall()}
    rpms = sorted({rpm for _policy, rpm in paid.values()})
    policy, rpm = rows.policy_before.copy(), rows.rpm_before.copy()
    for row in np.flatnonzero(np.isin(rows.video, list(paid))).tolist():
        found = paid[int(rows.video[row])]
        policy[row], rpm[row] = found[0], rpms.index(found[1])
    return replace(
        rows, policy_before=policy, rpm_before=rpm, rpms=rpms, policies=tuple(reading.rules)
    )


def _people(creator_ids: Collection[int]) -> list[tuple[int, str]]:
    """Return followers and language of each creator, in the order asked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, coalesce(follower_count, -1), language FROM core_creator "
            "WHERE id = ANY(%s)",
            [list(creator_ids)],
        )
        known = {pk: (int(followers), language) for pk, followers, language in cursor.fetchall()}
    return [known.get(pk, (NOT_KNOWN, "")) for pk in creator_ids]


def _ints(values: object) -> IntArray:
    return np.array(values, np.int64)
