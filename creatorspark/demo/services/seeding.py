"""Seeds the demo world stage by stage; each stage can run twice, so a broken run goes on."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator
from creatorspark.core.services.nudges import nudge_on_commit
from creatorspark.demo.domain.facts import World
from creatorspark.demo.domain.world import generate
from creatorspark.demo.models import SeededWorld
from creatorspark.demo.selectors import facts_of, seeded_world
from creatorspark.demo.services import (
    brands,
    bygone,
    clips,
    facts,
    happenings,
    kits,
    logins,
    market,
    offers,
    stories,
    weeks,
)
from creatorspark.demo.services.progress import Progress
from marketplace import interface as marketplace

# Any number of ours; it keeps two seedings of one database apart.
ADVISORY_LOCK = 7_307_301


DEFAULT_SEED, DEFAULT_SCALE = 7, 1.0
# How long before the first week of history everybody had signed up.
JOINED_BEFORE = timedelta(days=9, hours=7)


class SeedingError(Exception):
    """The demo world can't be seeded here; the message is for a person."""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A part of the work under a name that is stored once it is done."""

    name: str
    title: str
    run: Callable[[World, Progress], None]


STAGES: tuple[Stage, ...] = (
    Stage(
        name="facts",
        title="Creators, videos, counts",
        run=lambda world, progress: facts.write_facts(world, progress=progress),
    ),
    Stage(
        name="logins",
        title="Users and profiles",
        run=lambda world, progress: logins.write_logins(
            now=weeks.first_monday(world.now) - JOINED_BEFORE, progress=progress
        ),
    ),
    Stage(
        name="brands",
        title="Brands and teams",
        run=lambda world, progress: brands.write_brands(now=world.now, progress=progress),
    ),
    Stage(
        name="weeks",
        title="Scores, awards, shopping",
        run=lambda world, progress: weeks.live_through(world, progress=progress),
    ),
    Stage(
        name="events",
        title="Events, and what was found in them",
        run=lambda world, progress: happenings.live_events(world, progress=progress),
    ),
    Stage(
        name="kits",
        title="Media kits",
        run=lambda world, progress: kits.write_kits(world, progress=progress),
    ),
    Stage(
        name="insight",
        title="How audiences behave",
        run=lambda world, progress: _freeze_insight(world, progress),
    ),
    Stage(
        name="stories",
        title="Claim, appeals, welcome",
        run=lambda world, progress: stories.tell_stories(now=world.now, progress=progress),
    ),
    Stage(
        name="market",
        title="Briefs and shortlists",
        run=lambda world, progress: market.open_market(now=world.now, progress=progress),
    ),
    Stage(
        name="offers",
        title="Offers and answers",
        run=lambda world, progress: offers.make_offers(now=world.now, progress=progress),
    ),
    Stage(
        name="clips",
        title="Films and figures: asked for",
        run=lambda world, progress: _leave_to_workers(world, progress),
    ),
)

Watch = Callable[[Stage], AbstractContextManager[Progress]]


def is_needed_here() -> bool:
    """Say whether an empty database should get a demo world: it has none, or half of one."""
    seeded = seeded_world()
    if seeded is not None:
        return seeded.finished_at is None
    return not Creator.objects.exists()


def wanted(*, seed: int | None, scale: float | None) -> tuple[int, float]:
    """Return the seed and scale asked for; else those of the world that is here, else default."""
    seeded = seeded_world()
    here = (seeded.seed, seeded.scale) if seeded else (DEFAULT_SEED, DEFAULT_SCALE)
    return (here[0] if seed is None else seed, here[1] if scale is None else scale)


def seed_world(*, seed: int, scale: float, now: datetime, watch: Watch) -> SeededWorld:
    """Make the world or go on with one that was cut short; a finished one stays as it is.

    `now` is where a new world's history ends; one that was begun keeps its own moment. Raises
    SeedingError when another world is here, or when another process is seeding.
    """
    with _alone():
        seeded = _begin(seed=seed, scale=scale, now=now)
        if seeded.finished_at is None:
            _run_stages(seeded, watch=watch)
        return seeded


def _freeze_insight(world: World, progress: Progress) -> None:
    progress.expect(1)
    with transaction.atomic():
        marketplace.freeze_insight(now=world.now)
        progress.advance()


def _leave_to_workers(world: World, progress: Progress) -> None:
    """Ask workers for what takes long: whoever starts the server doesn't wait for it."""
    progress.expect(1)
    with transaction.atomic():
        # Without it a nightly run would publish them: the page is empty until then.
        nudge_on_commit("portals.publish_figures")
        bygone.try_other_rules(world)
        clips.request_clips(now=timezone.now())
    progress.advance()


def _begin(*, seed: int, scale: float, now: datetime) -> SeededWorld:
    seeded = seeded_world()
    if seeded is None:
        world = generate(seed=seed, scale=scale, now=now)
        return SeededWorld.objects.create(
            seed=seed, scale=scale, now=world.now, facts_sha256=world.sha256()
        )
    if (seeded.seed, seeded.scale) != (seed, scale):
        raise SeedingError(
            _(
                "A demo world with seed %(seed)s and scale %(scale)s is already here and was left "
                "as it is. `make demo-reset` starts afresh with an empty database."
            )
            % {"seed": seeded.seed, "scale": f"{seeded.scale:g}"}
        )
    return seeded


def _run_stages(seeded: SeededWorld, *, watch: Watch) -> None:
    world = facts_of(seeded)
    if world.sha256() != seeded.facts_sha256:
        raise SeedingError(
            _(
                "The demo world here was begun by another version and can't be finished. "
                "`make demo-reset` starts afresh with an empty database."
            )
        )
    for stage in STAGES:
        if stage.name not in seeded.stages_done:
            with watch(stage) as progress:
                stage.run(world, progress)
            # A stage may leave marks of its own.
            seeded.refresh_from_db(fields=["stages_done"])
            seeded.stages_done = [*seeded.stages_done, stage.name]
            seeded.save(update_fields=["stages_done"])
    seeded.finished_at = timezone.now()
    seeded.save(update_fields=["finished_at"])


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_LOCK])
        if not cursor.fetchone()[0]:
            raise SeedingError(_("Another process is seeding the demo world; wait for it."))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])
