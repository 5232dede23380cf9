"""Rows about brands meet the brands we know; families and rivals are suggested afterwards."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models.functions import Lower

from marketplace.domain.cleaning.problems import Code
from marketplace.domain.cleaning.records import CleanBrand
from marketplace.models import Brand, ImportedRow
from marketplace.services import families
from marketplace.services.brands import read_industries
from marketplace.services.bringing.judging import Judged
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
        self._lines: dict[str, int] = {}  # by name, the line that spoke of it

    def write(self, batch: Sequence[Judged]) -> list[Outcome]:
        """Keep a batch and return what became of each row."""
        # Before the rows, as everybody does who suggests afterwards.
        families.one_at_a_time()
        good = [(one, one.record) for one in batch if not one.is_rejected]
        pairs: list[Pair] = [(one, rec) for one, rec in good if isinstance(rec, CleanBrand)]
        keys = _keys([record.name for _judged, record in pairs])
        pairs = [pair for pair in pairs if self._is_first(*pair, key=keys[pair[1].name])]
        known = self._by_key([keys[record.name] for _judged, record in pairs])
        self._check_numbers(pairs)
        new, changed = [], []
        for judged, record in pairs:
            row = known.get(keys[record.name])
            if row is None:
                new.append(self._fill(Brand(created_at=self._now), judged))
            elif row.original != judged.original:
                changed.append(self._fill(row, judged))
        Brand.objects.bulk_create(new)
        Brand.objects.bulk_update(changed, WRITTEN)
        states = {key: (row.pk, ImportedRow.State.UNCHANGED) for key, row in known.items()}
        updated = {row.pk for row in changed}
        states |= {
            key: (row.pk, ImportedRow.State.UPDATED)
            for key, row in known.items()
            if row.pk in updated
        }
        states |= {keys[row.name]: (row.pk, ImportedRow.State.ADDED) for row in new}
        return [self._outcome(one, states, keys) for one in batch]

    def finish(self) -> None:
        """Suggest which brands belong together and which compete, once all are known."""
        families.suggest(now=self._now)

    def _outcome(
        self,
        judged: Judged,
        states: dict[str, tuple[int, ImportedRow.State]],
        keys: dict[str, str],
    ) -> Outcome:
        if judged.is_rejected or judged.record is None:
            return left_out(judged)
        brand_id, state = states[keys[judged.record.name]]
        return Outcome(judged, state, brand_id=brand_id)

    def _is_first(self, judged: Judged, record: CleanBrand, *, key: str) -> bool:
        """Say whether nothing before named the brand; list a row that names it again."""
        first = self._lines.setdefault(key, judged.number)
        if first != judged.number:
            judged.note(Code.TWICE, "name", record.name, str(first))
        return first == judged.number

    def _by_key(self, keys: Sequence[str]) -> dict[str, Brand]:
        rows = Brand.objects.annotate(lower=Lower("name")).filter(lower__in=keys)
        found = rows.select_for_update(of=("self",), no_key=True).order_by("pk")
        return {row.lower: row for row in found}

    def _check_numbers(self, pairs: Sequence[Pair]) -> None:
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


def _keys(names: Sequence[str]) -> dict[str, str]:
    """Return each name as the database writes it in small letters, which is what it keeps unique.

    Python does so differently: “ΟΔΟΣ” ends in another sigma there, “İ” becomes two signs.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, lower(name) FROM unnest(%s::text[]) AS name", [list(dict.fromkeys(names))]
        )
        return dict(cursor.fetchall())
