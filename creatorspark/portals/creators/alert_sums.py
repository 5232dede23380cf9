"""The sums of an alert: what waits, what is lost, what isn't touched, and how a report says so."""

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from creatorspark.core.appeals.permission import Permission
from creatorspark.core.appeals.terms import terms_at
from creatorspark.core.appeals.wording import day, hour
from creatorspark.core.models import Video
from creatorspark.portals.creators.video_list import short_title_of
from creatorspark.portals.templatetags.ui import money
from fraud import interface as fraud
from rewards import interface as rewards


@dataclass(frozen=True, slots=True)
class Told:
    """What sums and reports are made of."""

    report: fraud.AlertReport
    kept: rewards.Withheld
    video: Video | None
    permission: Permission


def standing_of(report: fraud.AlertReport) -> fraud.Standing:
    """Return what the alert leads to now."""
    facts = report.facts
    if facts.outcome in ("cleared", "overturned", "expired"):
        return fraud.Standing.OVER
    if facts.tier == "discount":
        return fraud.Standing.LEFT_OUT
    if not facts.outcome:
        return fraud.Standing.HELD
    return fraud.Standing.KEPT if report.final_at is None else fraud.Standing.LOST


def sums_of(told: Told) -> list[tuple[str, str]]:
    """Return the sums with their labels, as the head of the page lists them."""
    report, kept, standing = told.report, told.kept, standing_of(told.report)
    rows = [
        (_("In question"), report.evidence.affected),
        (_("Seen"), _days(report.facts)),
    ]
    if holds_nothing(report) and standing is not fraud.Standing.OVER:
        return [*rows, (_("On hold"), _("nothing, because it is about gifts only"))]
    if standing is fraud.Standing.HELD:
        rows.append((_("On hold"), amount_of(kept)))
    if standing is fraud.Standing.KEPT:
        rows.append((_("Set aside"), amount_of(kept)))
    if standing is fraud.Standing.LOST:
        rows.append((_("Won’t be paid"), _lost(kept)))
    if standing is not fraud.Standing.OVER:
        rows.append((_("Not affected"), _safe(told)))
    if report.apology_points:
        is_late = report.facts.outcome == "expired"
        label = _("Because you had to wait") if is_late else _("Because it was wrong")
        rows.append((label, _points(report.apology_points)))
    return rows


def holds_nothing(report: fraud.AlertReport) -> bool:
    """Say whether a case is about gifts alone, so that nothing of the rewards waits."""
    return report.facts.tier == "case" and not report.hold_ids


def _days(facts: fraud.AlertFacts) -> str:
    return _("%(first)s to %(last)s") % {
        "first": hour(facts.window_start),
        "last": hour(facts.window_end),
    }


def amount_of(kept: rewards.Withheld) -> str:
    """Write what waits: money, points, or what is still to be earned."""
    parts = [money(kept.held, kept.currency)] if kept.held else []
    if kept.points:
        parts.append(_points(kept.points))
    return _(" and ").join(parts) or _("what these numbers will earn")


def _lost(kept: rewards.Withheld) -> str:
    return money(kept.forfeited, kept.currency)


def _points(number: int) -> str:
    return _("%(n)s points") % {"n": number_format(number, force_grouping=True)}


def _safe(told: Told) -> str:
    if not told.kept.safe:
        return _("every other week") if told.video is None else _("all your other videos")
    on_its_way = {"amount": money(told.kept.safe, told.kept.currency)}
    if told.video is None:
        return _("%(amount)s on its way to you, and every other week") % on_its_way
    return _("%(amount)s on its way to you, and all your other videos") % on_its_way


def circumstances_of(told: Told, *, kind: str, now: dt.datetime) -> fraud.Circumstances:
    """Return what the statement of reasons needs beside the findings."""
    report, facts = told.report, told.report.facts
    standing = standing_of(report)
    answer, terms = told.permission.answer, terms_at(kind=kind, now=now)
    return fraud.Circumstances(
        reference=report.reference,
        made_on=day(facts.created_at),
        what=_what(told.video),
        since=hour(facts.window_start),
        until=hour(facts.window_end),
        standing=standing,
        rule=facts.policy_version,
        affected=report.evidence.affected,
        amount=_lost(told.kept) if standing is fraud.Standing.LOST else amount_of(told.kept),
        safe=_safe(told),
        decide_by=day(report.decide_by) if report.decide_by else "",
        release_by=day(report.release_at) if report.release_at else "",
        appeal_until=day(answer.until) if answer.allowed and answer.until else "",
        appeal_days=terms.decide_days if answer.look == 1 else terms.second_look_days,
        appeal_latest_days=report.appeal_latest_days,
        holds_nothing=holds_nothing(report),
    )


def _what(video: Video | None) -> str:
    if video is None:
        return _("your profile")
    return _("your video “%(title)s”") % {"title": short_title_of(video)}
