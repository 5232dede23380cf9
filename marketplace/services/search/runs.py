"""Which run a page shows: the newest, or the one that its address names."""

from marketplace.models import Campaign, Match, MatchRun
from marketplace.services.runs.listing import FIRST_PAGE
from marketplace.services.search.facts import RunNote

READABLE = (MatchRun.State.READY, MatchRun.State.RETIRED)


class RunGone(LookupError):
    """The run that an address names isn't kept any more."""


def run_of(version: int | None) -> MatchRun | None:
    """Return the named run, or the newest; None while nothing was computed. Raises RunGone."""
    if version is None:
        return MatchRun.objects.filter(state=MatchRun.State.READY).first()
    found = MatchRun.objects.filter(version=version, state__in=READABLE).first()
    if found is None:
        raise RunGone(version)
    return found


def note_of(run: MatchRun) -> RunNote:
    """Return what pages say of a run."""
    return RunNote(
        version=run.version,
        made_at=run.finished_at or run.started_at,
        is_current=run.state == MatchRun.State.READY,
    )


def chosen_first(run: MatchRun, campaign: Campaign) -> tuple[int, ...]:
    """Return the creators whom a run shows first for a brief as it stands, spread over briefs."""
    rows = Match.objects.filter(
        run=run,
        direction=Match.Direction.CREATORS,
        campaign=campaign,
        campaign_version=campaign.version,
        rank__lte=FIRST_PAGE,
    )
    return tuple(rows.order_by("rank").values_list("creator_id", flat=True))
