"""Rows about brands meet the brands we know; families and rivals are suggested afterwards."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db.models.functions import Lower

from marketplace.domain.cleaning.problems import Code
from marketplace.domain.cleaning.records import CleanBrand
from marketplace.models import Brand, ImportedRow
from marketplace.services import families
from marketplace.services.brands import read_industries
from marketplace.services.bringing.judging import Judged, key_of
from marketplace.services.bringing.outcome import Outcome, left_out

WRITTEN: Final = (
    "external_id",
    "goals",
    "activities",
    "target_ages",
    "target_genders",
    "target_markets",
    "industries",
    "original",
    "updated_at",
)
Pair = tuple[Judged, CleanBrand]


class BrandWriter:
    """Writes the rows of one file, batch by batch, inside its transaction."""

    def __init__(self, *, now: datetime) -> None:
        self._now = now

    def write(self, batch: Sequence[Judged]) -> list[Outcome]:
        """Keep a batch and return what became of each row."""
        good = [(one, one.record) for one in batch if not one.is_rejected]
        pairs: list[Pair] = [(one, rec) for one, rec in good if isinstance(rec, CleanBrand)]
        names = [key_of(record) for _judged, record in pairs]
        known = self._by_name(names)
        self._check_numbers(pairs, known)
        new = [self._fill(Brand(created_at=self._now), one) for one, rec in pairs
               if key_of(rec) not in known]  # fmt: skip
        changed = [
            self._fill(known[key_of(rec)], one)
            for one, rec in pairs
            if key_of(rec) in known and known[key_of(rec)].original != one.original
        ]
        Brand.objects.bulk_create(new)
        Brand.objects.bulk_update(changed, WRITTEN)
        states = {row.name.lower(): (row.pk, ImportedRow.State.UNCHANGED) for row in known.values()}
        states |= {row.name.lower(): (row.pk, ImportedRow.State.UPDATED) for row in changed}
        states |= {row.name.lower(): (row.pk, ImportedRow.State.ADDED) for row in new}
        return [self._outcome(one, states) for one in batch]

    def finish(self) -> None:
        """Suggest which brands belong together and which compete, once all are known."""
        families.suggest(now=self._now)

    def _outcome(self, judged: Judged, states: dict[str, tuple[int, ImportedRow.State]]) -> Outcome:
        if judged.is_rejected or judged.record is None:
            return left_out(judged)
        brand_id, state = states[key_of(judged.record)]
        return Outcome(judged, state, brand_id=brand_id)

    def _by_name(self, names: Sequence[str]) -> dict[str, Brand]:
        rows = Brand.objects.annotate(lower=Lower("name")).filter(lower__in=names)
        found = rows.select_for_update(of=("self",), no_key=True).order_by("pk")
        return {row.name.lower(): row for row in found}

    def _check_numbers(self, pairs: Sequence[Pair], known: dict[str, Brand]) -> None:
        """List numbers that another brand has already: it may be another file's count."""
        numbers = [record.external_id for _judged, record in pairs if record.external_id]
        rows = Brand.objects.filter(external_id__in=numbers).only("name", "external_id")
        holders = {row.external_id: row.name for row in rows}
        for judged, record in pairs:
            holder = holders.setdefault(record.external_id, record.name)
            if record.external_id and holder.lower() != record.name.lower():
                judged.note(Code.TAKEN, "external_id", record.external_id, holder)

    def _fill(self, row: Brand, judged: Judged) -> Brand:
        """Take over what the row says; what it doesn't say, or can't be read, stays as it was."""
        record = judged.record
        assert isinstance(record, CleanBrand)
        row.name = row.name or record.name
        if not any(one.code is Code.TAKEN for one in judged.problems):
            row.external_id = record.external_id or row.external_id
        row.goals = record.goals or row.goals
        row.activities = record.activities or row.activities
        if record.ages is not None:
            row.target_ages = str(record.ages)
        if record.genders:
            # Both is everybody, and everybody is written as nobody left out.
            row.target_genders = sorted(record.genders) if len(record.genders) == 1 else []
        if record.markets is not None:
            row.target_markets = list(record.markets.codes)
        if row.industries_source == Brand.Source.READ:
            row.industries = read_industries(row.goals, row.activities)
        row.original = judged.original
        row.updated_at = self._now
        return row
