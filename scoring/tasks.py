"""Celery's way into scoring; each task makes one call."""

from celery import shared_task
from django.utils import timezone

from scoring.services import jobs
from scoring.services.categories import learning as categories
from scoring.services.media import sweeping, working
from scoring.services.opinions import asking, requests
from scoring.services.opinions import queue as opinions
from scoring.services.originality import common_frames, evidence, judging, searches, tending
from scoring.services.quality import frame_removal, frames
from scoring.services.quality import tending as quality
from scoring.services.screen import reading as screen
from scoring.services.training import potential

# A worker knows the kinds of job whose modules it has read.
RECEIVES = working.run_receiving


@shared_task(name="scoring.score_points")
def score_points(policy: str = "") -> None:
    """Queue a run over the whole history, under the policy in force when none is named."""
    jobs.request_scoring(actor=None, now=timezone.now(), policy=policy)


@shared_task(name="scoring.score_nightly")
def score_nightly() -> None:
    """Queue the nightly run over the months that can still change."""
    jobs.request_scoring(actor=None, now=timezone.now(), whole_history=False)


@shared_task(name="scoring.grade_videos")
def grade_videos() -> None:
    """Queue a grading run over the whole history."""
    jobs.request_grading(actor=None, now=timezone.now())


@shared_task(name="scoring.grade_nightly")
def grade_nightly() -> None:
    """Queue the nightly grading run over the months that can still change."""
    jobs.request_nightly_grading(now=timezone.now())


@shared_task(name="scoring.read_frames")
def read_frames(sha256: str) -> None:
    """Read a file's pictures with the optional models that are installed."""
    screen.read_file(sha256, now=timezone.now())


@shared_task(name="scoring.sweep_readings")
def sweep_readings() -> None:
    """Find files that no installed model has read."""
    screen.sweep(now=timezone.now())


@shared_task(name="scoring.find_categories")
def find_categories() -> None:
    """Queue the night's search for what videos are about, learning from corrections first."""
    categories.request_nightly(now=timezone.now())


@shared_task(name="scoring.judge_originality")
def judge_originality(video_id: int) -> None:
    """Judge whether a video is its creator's own, if that was asked for."""
    judging.judge(video_id, now=timezone.now())


@shared_task(name="scoring.sweep_originality")
def sweep_originality() -> None:
    """Find judgements and searches that wait or were cut short and nudge the workers."""
    tending.sweep(now=timezone.now())


@shared_task(name="scoring.search_originality")
def search_originality(submission_id: str) -> None:
    """Search the library with a file that isn't a published video."""
    searches.run_search(submission_id, now=timezone.now(), clock=timezone.now)


@shared_task(name="scoring.tend_originality")
def tend_originality() -> None:
    """Put new fingerprints on disk and read files anew that an older version read."""
    tending.tend(now=timezone.now())


@shared_task(name="scoring.learn_common_frames")
def learn_common_frames() -> None:
    """Learn which frames very many videos share."""
    common_frames.learn_common_frames(now=timezone.now())


@shared_task(name="scoring.keep_evidence")
def keep_evidence(verdict_id: int) -> None:
    """Keep pictures that show a new verdict's matches."""
    evidence.keep_evidence(verdict_id=verdict_id, now=timezone.now())


@shared_task(name="scoring.sweep_evidence")
def sweep_evidence() -> None:
    """Find fresh verdicts whose pictures no worker has kept."""
    evidence.sweep(now=timezone.now())


@shared_task(name="scoring.keep_quality_frames")
def keep_quality_frames(sha256: str) -> None:
    """Keep pictures of the moments that a file's feedback names."""
    frames.keep_frames(sha256=sha256, now=timezone.now())


@shared_task(name="scoring.sweep_quality_frames")
def sweep_quality_frames() -> None:
    """Find rated files that no worker has kept pictures of."""
    frames.sweep(now=timezone.now())


@shared_task(name="scoring.forget_left_frames")
def forget_left_frames() -> None:
    """Remove pictures of files that nobody has here any more."""
    frame_removal.forget_left_frames()


@shared_task(name="scoring.train_nightly")
def train_nightly() -> None:
    """Queue a training of the guess of grades, if there are more grades to learn from."""
    potential.request_nightly(now=timezone.now())


@shared_task(name="scoring.sweep_submissions")
def sweep_submissions() -> None:
    """Find files that wait for a worker, and remove those whose time is up."""
    sweeping.sweep(now=timezone.now())


@shared_task(name="scoring.remove_stray_files")
def remove_stray_files() -> None:
    """Remove files that a crash left and that no row names."""
    sweeping.remove_strays(now=timezone.now())


@shared_task(name="scoring.ask_opinion")
def ask_opinion(video_id: int) -> None:
    """Ask the model elsewhere about a video, if that was asked for."""
    asking.ask_about(video_id)


@shared_task(name="scoring.forget_remote_file")
def forget_remote_file(video_id: int) -> None:
    """Remove what a finished question left at the service."""
    asking.forget_remote(video_id, now=timezone.now())


@shared_task(name="scoring.sweep_opinions")
def sweep_opinions() -> None:
    """Find questions that wait or were cut short and nudge the workers."""
    opinions.sweep(now=timezone.now())


@shared_task(name="scoring.ask_opinions_nightly")
def ask_opinions_nightly() -> None:
    """Ask about the newest videos without an opinion, within the day's budget."""
    requests.request_nightly(now=timezone.now())


@shared_task(name="scoring.tend_quality")
def tend_quality() -> None:
    """Measure files that nobody has, and rate what is out of date."""
    quality.tend(now=timezone.now())
