"""Renders a film to an MP4 file: its place, its takes, its edit."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from creatorspark.demo.domain.films.camera import HEIGHT, RATE, WIDTH, Shot, filmed, lit, varied
from creatorspark.demo.domain.films.edits import EDITS, Film, Sound
from creatorspark.demo.domain.films.places import indoors, kitchen, market, street
from creatorspark.demo.domain.films.plans import FilmPlan, Take
from creatorspark.demo.domain.films.sound import SAMPLE_RATE, tune

Place = Callable[[np.random.Generator, np.random.Generator], list[Shot]]

PLACES: dict[str, Place] = {
    "market": market.shots,
    "pan": kitchen.pan,
    "griddle": kitchen.griddle,
    "skate": street.skate,
    "walk": street.walk,
    "workshop": indoors.workshop,
    "gym": indoors.gym,
    "volcano": indoors.volcano,
}


def render(plan: FilmPlan, path: Path) -> None:
    """Write a film as MP4. Equal plans give equal pictures. Raises KeyError for an unknown name."""
    film = shot(plan.take)
    other = shot(plan.other) if plan.other else film
    frames, sound = EDITS[plan.edit](film, other)
    _write(path, (frames, sound))


def shot(take: Take) -> Film:
    """Return what a take shows and how it sounds."""
    place = np.random.default_rng([take.seed, 1])
    movers = np.random.default_rng([take.seed, 2, take.take])
    shots = PLACES[take.place](place, movers)
    ground = lit(shots[0].ground, place)
    shots = varied([replace(one, ground=ground) for one in shots], movers)
    frames = list(filmed(shots, seconds=take.seconds, random=movers))
    return frames, tune(movers, seconds=take.seconds)


def _write(path: Path, film: Film) -> None:
    frames, sound = film
    with av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as container:
        video = container.add_stream("libx264", rate=RATE)
        assert isinstance(video, av.VideoStream)
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        video.options = {"preset": "veryfast", "crf": "27", "threads": "1"}
        voice = container.add_stream("aac", rate=SAMPLE_RATE, layout="mono")
        for picture in frames:
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="bgr24")
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        container.mux(voice.encode(_heard(sound)))
        container.mux(voice.encode(None))


def _heard(sound: Sound) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(sound[None], format="fltp", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, 0, Fraction(1, SAMPLE_RATE)
    return frame
