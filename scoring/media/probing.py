"""What a video file is: length, size, rate, sound. Reads every packet but decodes few pictures."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path

import av
import av.error

from scoring.media.decoding import Limits, check_size, mean_rate, opened, video_stream
from scoring.media.facts import VideoFacts
from scoring.media.picture_reading import facts_of_post
from scoring.media.pictures import is_post
from scoring.media.problems import MediaProblem, Problem
from scoring.media.sandbox import Allowance, run_on_video

JOB = "scoring.media.probing:facts_as_json"
TRIED_FRAMES = 3
# A file may lack this much of what it announces: players cut, and clocks are rounded.
MISSING_SECONDS = 1.0
MISSING_SHARE = 0.1
SIDEWAYS = frozenset({90, 270})


def probe(path: Path, *, allowance: Allowance, limits: Limits) -> VideoFacts:
    """Look at a stranger's file in the sandbox. Raises MediaProblem."""
    return VideoFacts(**json.loads(run_on_video(JOB, path, allowance=allowance, limits=limits)))


def facts_as_json(path: Path, *, limits: Limits) -> bytes:
    """Do the sandbox's part."""
    if is_post(path):
        return json.dumps(asdict(facts_of_post(path))).encode()
    return json.dumps(asdict(facts_of(path, limits=limits))).encode()


def facts_of(path: Path, *, limits: Limits) -> VideoFacts:
    """Look at a file in this process. Raises MediaProblem."""
    width, height = _upright_size(path, limits)
    with opened(path) as container:
        stream = video_stream(container)
        seconds, count = _length(container, stream, limits)
        _check_whole(stream, seconds)
        rate = count / seconds if count > 1 and seconds > 0 else mean_rate(stream)
        return VideoFacts(
            seconds=round(seconds, 3),
            width=width,
            height=height,
            frame_rate=round(rate, 3),
            has_sound=bool(container.streams.audio),
        )


def _upright_size(path: Path, limits: Limits) -> tuple[int, int]:
    """Decode the first pictures: a header can promise what the decoder can't keep."""
    with opened(path) as container:
        stream = video_stream(container)
        check_size(container, stream, limits)
        try:
            frames = list(islice(container.decode(stream), TRIED_FRAMES))
        except av.error.FFmpegError as error:
            raise MediaProblem(Problem.UNREADABLE) from error
        if not frames:
            raise MediaProblem(Problem.NO_PICTURES)
        if max(frame.width * frame.height for frame in frames) > limits.pixels:
            raise MediaProblem(Problem.TOO_LARGE_PICTURE)
        first = frames[0]
        if round(first.rotation) % 360 in SIDEWAYS:
            return first.height, first.width
        return first.width, first.height


def _length(
    container: av.container.InputContainer, stream: av.VideoStream, limits: Limits
) -> tuple[float, int]:
    """Return seconds and pictures as the packets have them, whatever the header says."""
    frame_seconds = 1 / mean_rate(stream)
    first = last = None
    count = 0
    for count, packet in enumerate(_packets(container, stream), 1):
        time = packet.pts if packet.pts is not None else packet.dts
        if time is not None and stream.time_base is not None:
            start = float(time * stream.time_base)
            length = float((packet.duration or 0) * stream.time_base) or frame_seconds
            first = start if first is None else min(first, start)
            last = start + length if last is None else max(last, start + length)
        elapsed = last - first if first is not None and last is not None else count * frame_seconds
        if count > limits.frames or elapsed > limits.seconds:
            raise MediaProblem(Problem.TOO_LONG)
    if not count:
        raise MediaProblem(Problem.NO_PICTURES)
    return elapsed, count


def _packets(
    container: av.container.InputContainer, stream: av.VideoStream
) -> "Iterator[av.Packet[av.VideoStream]]":
    """Yield the packets that hold something, to the end or to where the file breaks off."""
    try:
        for packet in container.demux(stream):
            if packet.size:
                yield packet
    except av.error.FFmpegError:
        return


def _check_whole(stream: av.VideoStream, seconds: float) -> None:
    """Refuse a file whose pictures end well before they should: a broken transfer, mostly."""
    if stream.duration is None or stream.time_base is None:
        return
    announced = float(stream.duration * stream.time_base)
    if announced - seconds > max(MISSING_SECONDS, MISSING_SHARE * announced):
        raise MediaProblem(Problem.CUT_OFF)
