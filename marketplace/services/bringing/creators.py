"""Rows about creators meet the creators we know: profile, listing, audience."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from creatorspark.core.models import Creator
from marketplace.domain.cleaning.problems import Code
from marketplace.domain.cleaning.records import LONGEST_TEXT, CleanCreator
from marketplace.domain.matching.audiences import stated
from marketplace.models import Audience, ImportedRow, Listing
from marketplace.services.audiences import Statement, append
from marketplace.services.bringing.judging import Judged, key_of
from marketplace.services.bringing.outcome import Outcome, left_out

TOTALS: Final = ("likes", "comments", "shares", "views")
AUDIENCE_COLUMNS: Final = ("audience_age", "audience_gender", "audience_market")
Pair = tuple[Judged, CleanCreator]


class CreatorWriter:
    """Writes the rows of one file, batch by batch, inside its transaction.

    `as_of` is the day the file's figures are of; without `is_dated` it is only the day on which
    the file came in, and whatever was counted here counts as newer.
    """

    def __init__(self, *, platform: str, as_of: date, is_dated: bool, now: datetime) -> None:
        self._platform = platform
        self._as_of = as_of
        self._is_dated = is_dated
        self._now = now
        self._lines: dict[int, int] = {}  # by creator, the line that spoke of it

    def write(self, batch: Sequence[Judged]) -> list[Outcome]:
        """Keep a batch and return what became of each row."""
        good = [(one, one.record) for one in batch if not one.is_rejected]
        pairs: list[Pair] = [(one, rec) for one, rec in good if isinstance(rec, CleanCreator)]
        found, added = self._find_or_add(pairs)
        for judged, record in pairs:
            creator = found[key_of(record)]
            first = self._lines.setdefault(creator.pk, judged.number)
            if creator.erased_at is not None:
                judged.note(Code.GONE, "handle", record.handle)
            elif first != judged.number:  # two names of profiles that were merged
                judged.note(Code.TWICE, "handle", record.handle, str(first))
        pairs = [pair for pair in pairs if not pair[0].is_rejected]
        changed = self._write_profiles(pairs, found) | self._write_listings(pairs, found)
        changed |= self._write_audiences(pairs, found)
        return [self._outcome(one, found, added, changed) for one in batch]

    def finish(self) -> None:
        """Do nothing: creators say nothing of each other."""

    def _outcome(
        self,
        judged: Judged,
        found: dict[str, Creator],
        added: frozenset[str],
        changed: frozenset[int],
    ) -> Outcome:
        if judged.is_rejected or not isinstance(judged.record, CleanCreator):
            return left_out(judged)
        key = key_of(judged.record)
        creator = found[key]
        state = ImportedRow.State.UNCHANGED
        if key in added:
            state = ImportedRow.State.ADDED
        elif creator.pk in changed:
            state = ImportedRow.State.UPDATED
        return Outcome(judged, state, creator_id=creator.pk)

    # Who it is -----------------------------------------------------------------------------------
    def _find_or_add(self, pairs: Sequence[Pair]) -> tuple[dict[str, Creator], frozenset[str]]:
        """Return the creator of each key, and the keys that were new."""
        records = {key_of(record): record for _judged, record in pairs}
        found = self._find(records)
        new = {key: record for key, record in records.items() if key not in found}
        Creator.objects.bulk_create(
            [self._new(key, record) for key, record in sorted(new.items())], ignore_conflicts=True
        )
        if new:
            found |= self._by_external_id(new)
        return found, frozenset(new)

    def _find(self, records: dict[str, CleanCreator]) -> dict[str, Creator]:
        found = self._by_external_id(records)
        handles = {record.handle: key for key, record in records.items() if record.handle}
        known = self._known().filter(handle__in=[*handles]).order_by("-pk")
        for creator in known:
            key = handles[creator.handle]
            if key in found:
                continue
            if creator.external_id == f"@{creator.handle}" and not key.startswith("@"):
                # The name stood for the platform's number, which comes now.
                creator.external_id = key
                creator.save(update_fields=["external_id", "updated_at"])
            elif not key.startswith("@"):
                continue  # another profile has had this name: the number tells them apart
            found[key] = creator
        return {key: _who_goes_on(creator) for key, creator in found.items()}

    def _by_external_id(self, keys: Iterable[str]) -> dict[str, Creator]:
        rows = self._known().filter(external_id__in=[*keys])
        return {row.external_id: _who_goes_on(row) for row in rows}

    def _known(self) -> Any:
        return Creator.objects.select_related("merged_into").filter(platform=self._platform)

    def _new(self, key: str, record: CleanCreator) -> Creator:
        return Creator(
            platform=self._platform,
            external_id=key,
            handle=record.handle,
            display_name=record.name,
            follower_count=record.counts.get("followers"),
            created_at=self._now,
            updated_at=self._now,
        )

    # What is known of it -------------------------------------------------------------------------
    def _write_profiles(self, pairs: Sequence[Pair], found: dict[str, Creator]) -> frozenset[int]:
        """Fill what is empty, and followers where nothing newer is known."""
        ids = sorted({found[key_of(record)].pk for _judged, record in pairs})
        locked = Creator.objects.select_for_update(no_key=True).filter(pk__in=ids)
        rows = {row.pk: row for row in locked.order_by("pk")}
        newer = self._counted_later(ids)
        said = dict(
            Listing.objects.filter(creator_id__in=ids).values_list("creator_id", "reported")
        )
        changed = []
        for judged, record in pairs:
            row = rows[found[key_of(record)].pk]
            before = (row.display_name, row.handle, row.follower_count)
            row.handle = row.handle or record.handle
            row.display_name = self._name(judged, record, row, said.get(row.pk, {}))
            followers = record.counts.get("followers")
            if followers is not None and (row.follower_count is None or row.pk not in newer):
                row.follower_count = followers
            if before != (row.display_name, row.handle, row.follower_count):
                row.updated_at = self._now
                changed.append(row)
        Creator.objects.bulk_update(
            changed, ["display_name", "handle", "follower_count", "updated_at"]
        )
        return frozenset(row.pk for row in changed)

    def _name(
        self, judged: Judged, record: CleanCreator, row: Creator, said: dict[str, Any]
    ) -> str:
        """Keep a name that came from elsewhere; one that a file gave, a file may change."""
        if not row.display_name or row.display_name == said.get("name"):
            return record.name
        if row.display_name != record.name:
            judged.note(Code.OTHER_NAME, "name", record.name, row.display_name)
        return row.display_name

    def _counted_later(self, ids: Sequence[int]) -> frozenset[int]:
        """Return the creators of whom something was observed after the file's day."""
        since = self._as_of + timedelta(days=1) if self._is_dated else date.min
        end = datetime.combine(since, time(), UTC)
        rows = Creator.objects.filter(pk__in=ids, videos__latest__observed_at__gte=end)
        return frozenset(rows.values_list("pk", flat=True))

    def _write_listings(self, pairs: Sequence[Pair], found: dict[str, Creator]) -> frozenset[int]:
        """Keep what a creator makes and the totals that the file gives."""
        ids = [found[key_of(record)].pk for _judged, record in pairs]
        known = {row.creator_id: row for row in Listing.objects.filter(creator_id__in=ids)}
        new, changed = [], []
        for judged, record in pairs:
            creator = found[key_of(record)]
            row = known.get(creator.pk)
            if row is None:
                new.append(self._fill(Listing(creator=creator, created_at=self._now), judged, True))
            elif row.original != judged.original:
                owned = creator.user_id is not None and bool(row.topics)
                if owned and record.topics and list(record.topics) != row.topics:
                    judged.note(Code.OWNED, "content", ", ".join(row.topics))
                changed.append(self._fill(row, judged, not owned))
        Listing.objects.bulk_create(new)
        fields = ["topics", "topics_original", "reported", "reported_on", "original", "updated_at"]
        Listing.objects.bulk_update(changed, fields)
        return frozenset(row.creator_id for row in (*new, *changed))

    def _fill(self, row: Listing, judged: Judged, with_topics: bool) -> Listing:
        record = judged.record
        assert isinstance(record, CleanCreator)
        if with_topics and record.topics:
            row.topics = list(record.topics)
            row.topics_original = judged.given.get("content", "")[:LONGEST_TEXT]
        totals = {name: record.counts[name] for name in TOTALS if name in record.counts}
        row.reported = {**row.reported, **totals, "name": record.name}
        row.reported_on = self._as_of if self._is_dated else None
        row.original = judged.original
        row.updated_at = self._now
        return row

    def _write_audiences(self, pairs: Sequence[Pair], found: dict[str, Creator]) -> frozenset[int]:
        """Append what the file says of who watches."""
        statements = [
            Statement(
                creator_id=found[key_of(record)].pk,
                audience=stated(ages=record.ages, genders=record.genders, markets=record.markets),
                original={
                    name: judged.cleaned[name]
                    for name in AUDIENCE_COLUMNS
                    if name in judged.cleaned
                },
            )
            for judged, record in pairs
            if record.ages or record.genders or record.markets
        ]
        return append(
            statements,
            source=Audience.Source.FILE.value,
            as_of=self._as_of,
            is_dated=self._is_dated,
            now=self._now,
        )


def _who_goes_on(creator: Creator) -> Creator:
    return creator.merged_into or creator
