"""A clip that isn't posted yet: its stages, and the report that the rules in force give of it."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import formats
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator
from creatorspark.portals.creators.draft_cards import DraftCard, card_of, title_of_draft
from creatorspark.portals.creators.draft_outlook import Band, Outlook, band_of, outlook_of
from creatorspark.portals.creators.draft_rules import Rule, rules_for, tally
from creatorspark.portals.creators.draft_stages import Stage, is_moving, stages_of
from creatorspark.portals.creators.evaluation.page import Evaluation, evaluation_of
from creatorspark.portals.creators.evaluation.words import place_words
from creatorspark.portals.templatetags.ui import clock, decimals, money
from rewards import interface as rewards
from scoring import interface as scoring

PATIENCE = dt.timedelta(seconds=45)


@dataclass(frozen=True, slots=True)
class Tile:
    """A number or verdict of the report in a few letters, and where it is explained."""

    icon: str
    label: str
    value: str
    note: str
    address: str


@dataclass(frozen=True, slots=True)
class DraftPage:
    """Everything about one clip. `stamp` changes with what is shown of its stages and ratings."""

    sent: scoring.SubmissionFacts
    title: str
    stages: Sequence[Stage]
    is_moving: bool
    headline: str
    tiles: Sequence[Tile]
    made: Evaluation
    originality: DraftCard
    rules: Sequence[Rule]
    outlook: Outlook
    band: Band
    quality: scoring.QualityReport
    found: scoring.SearchReport | None
    prospect: rewards.Prospect
    stamp: str

    @property
    def length(self) -> str:
        """Return how long it is; empty while that isn't known."""
        return "" if self.sent.seconds is None else clock(int(self.sent.seconds))

    @property
    def kept(self) -> str:
        """Say when the file is removed; empty where there is none any more."""
        if self.sent.expires_at is None or not self.sent.can_withdraw:
            return ""
        return _("The file is removed on %(day)s, or when you delete it.") % {
            "day": formats.date_format(self.sent.expires_at, "DATETIME_FORMAT")
        }

    @property
    def is_here(self) -> bool:
        """Whether the file came and can be talked about."""
        return self.sent.state == "received"

    @property
    def is_gone(self) -> bool:
        """Whether it was taken back."""
        return self.sent.state == "withdrawn"


def draft_page(creator: Creator, sent: scoring.SubmissionFacts, *, now: dt.datetime) -> DraftPage:
    """Return the report of a clip, as far as it is."""
    quality = scoring.draft_quality(submission_id=sent.id)
    found = _search(sent.id)
    prospect = rewards.prospect_of(creator_id=creator.pk, seconds=sent.seconds, now=now)
    stages = stages_of(sent, quality, found)
    moves = is_moving(stages) or _awaits_pictures(quality, now)
    made = evaluation_of(0, quality, scoring.quality_pictures(sha256=quality.sha256))
    card = card_of(sent, found)
    rules = rules_for(creator, sent, found, prospect)
    outlook = outlook_of(prospect, counts_as_copy=found is not None and found.original is False)
    return DraftPage(
        sent=sent,
        title=title_of_draft(sent),
        stages=stages,
        is_moving=moves and sent.state != "withdrawn" and not sent.is_expired,
        headline=_("The file is removed; the report stays.")
        if sent.is_expired
        else _headline(stages),
        tiles=_tiles(quality, card, rules, outlook) if sent.state == "received" else (),
        made=made,
        originality=card,
        rules=rules,
        outlook=outlook,
        band=band_of(scoring.potential(submission_id=sent.id)),
        quality=quality,
        found=found,
        prospect=prospect,
        stamp=_stamp(sent, stages, quality),
    )


def _search(submission_id: UUID) -> scoring.SearchReport | None:
    return scoring.searches_of(submission_ids=[submission_id]).get(submission_id)


def _headline(stages: Sequence[Stage]) -> str:
    """Say in a sentence how far it is; screen readers hear it when it changes."""
    failed = next((stage for stage in stages if stage.state == "failed"), None)
    working = next((stage for stage in stages if stage.is_working), None)
    waiting = next((stage for stage in stages if stage.state == "waiting"), None)
    under_way = working or waiting
    if under_way is not None:
        return _("%(done)s of %(all)s done. Now: %(stage)s.") % {
            "done": sum(stage.is_done for stage in stages),
            "all": len(stages),
            "stage": under_way.title[:1].lower() + under_way.title[1:],
        }
    if failed is not None:
        return _("“%(stage)s” didn’t work out.") % {"stage": failed.title}
    return _("Your report is ready.")


def _tiles(
    quality: scoring.QualityReport, card: DraftCard, rules: Sequence[Rule], outlook: Outlook
) -> list[Tile]:
    tone_words = tally(rules)[1]
    tiles = [
        _rating_tile(quality),
        Tile(
            "copy",
            _("Likeness"),
            card.gauge.text if card.gauge else "–",
            str(card.hint.headline) if card.hint else _("comes with the file"),
            "#originality",
        ),
        Tile("scales", _("Rules"), _met(rules), tone_words, "#rules"),
        Tile(
            "cash",
            _("Bonus for grade A"),
            money(outlook.best, outlook.currency),
            _("example of 10,000 views") if outlook.is_example else _("with your usual views"),
            "#outlook",
        ),
    ]
    return tiles


def _rating_tile(quality: scoring.QualityReport) -> Tile:
    """Show the whole's rating once there is a whole: a caption alone would flatter."""
    label, address = _("Overall rating"), "#ratings"
    if quality.overall is None or quality.measured_at is None:
        return Tile("chart", label, "–", _("comes with the measures"), address)
    place = place_words(quality.percentile)
    return Tile("chart", label, str(round(quality.overall)), place or _("of 100"), address)


def _awaits_pictures(quality: scoring.QualityReport, now: dt.datetime) -> bool:
    """Whether pictures of the moments that feedback names are still being cut out."""
    if quality.state != "rated" or quality.computed_at is None:
        return False
    lacks = any(one.moments and not one.frames for one in quality.advice)
    return lacks and quality.measured_at is not None and now - quality.computed_at < PATIENCE


def _met(rules: Sequence[Rule]) -> str:
    good = sum(rule.tone in ("good", "info") for rule in rules)
    return _("%(good)s of %(all)s") % {"good": good, "all": len(rules)}


def _stamp(
    sent: scoring.SubmissionFacts, stages: Sequence[Stage], quality: scoring.QualityReport
) -> str:
    facts = [
        *(f"{one.key} {one.state} {one.percent} {one.words}" for one in stages),
        f"{quality.computed_at} {sent.caption} {sent.sound} {sent.partner} {sent.state}",
        f"{len([frame for one in quality.advice for frame in one.frames])}",
    ]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


def text_change(before: scoring.QualityReport, after: scoring.QualityReport) -> str:
    """Say what a new caption made of the text's rating."""
    old, new = _text(before), _text(after)
    if new is None:
        return _("Kept. Without a caption there is no text to rate.")
    values = {"new": decimals(new, 0), "old": "" if old is None else decimals(old, 0)}
    if old is None:
        return _("Kept. Your text is rated %(new)s of 100.") % values
    if round(old) == round(new):
        return _("Kept. Your text’s rating stays at %(new)s of 100.") % values
    return _("Kept. Your text’s rating went from %(old)s to %(new)s of 100.") % values


def _text(report: scoring.QualityReport) -> float | None:
    return next((part.value for part in report.parts if part.part == "text"), None)
