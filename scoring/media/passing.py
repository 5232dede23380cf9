"""Reads a video once, pictures and sound together, for everything that looks at it or listens.

Every frame is decoded, since that is what costs. Eight times a second a picture is kept small, and
once a second it is looked at closely, at its own size. Brightness comes as the file has it; the
header says on which scale. Strangers' files go through `scoring.media.sandbox`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import av.error
import av.stream
import cv2
import numpy as np
import numpy.typing as npt

from scoring.media.decoding import OPEN_OPTIONS, PLANAR, TURNS, Limits
from scoring.media.problems import MediaProblem, Problem
from scoring.media.quantisers import EXPORT, quantiser_of

Grey = npt.NDArray[np.uint8]

PICTURES_A_SECOND = 8
CLOSE_A_SECOND = 1
PIECES_A_SECOND = 10
SIDE = 320
COLOUR_SIDE = 96
FULL_RANGE = 2
ALWAYS_FULL = frozenset({"yuvj420p", "yuvj422p", "yuvj444p", "gray"})
# Curves of HDR video, whose numbers aren't brightness as a phone shows it.
TRANSFERS = {16: "pq", 18: "hlg"}


@dataclass(frozen=True, slots=True)
class Header:
    """What the file says of itself: coded size in pixels, frames a second, Hz, bits a second.

    `sound_rate` is 0 without a sound track.
    """

    width: int
    height: int
    frame_rate: float
    codec: str
    bits_a_second: int
    full_range: bool
    transfer: str
    sound_rate: int
    channels: int


@dataclass(frozen=True, slots=True)
class Close:
    """A picture at its own size, not turned, its colour (BGR) at 96 px, and its quantiser."""

    luma: Grey
    colour: Grey
    quantiser: float | None


@dataclass(frozen=True, slots=True)
class Picture:
    """One frame: seconds from the first one, and brightness, upright, at 320 px or less."""

    time: float
    luma: Grey
    close: Close | None


@dataclass(frozen=True, slots=True)
class Sound:
    """A piece of the sound track: floats, planar, one or two channels."""

    frame: av.AudioFrame


@dataclass(frozen=True, slots=True)
class End:
    """How long the pictures lasted, and how many frames there were."""

    seconds: float
    frames: int


Event = Header | Picture | Sound | End


def read_once(path: Path, *, limits: Limits | None = None) -> Iterator[Event]:
    """Yield the header, then pictures and sounds as the file brings them, then the end.

    Raises MediaProblem with what is wrong with the file. Sound that can't be read just ends early:
    the pictures are what makes it a video.
    """
    try:
        container = av.open(str(path), options=OPEN_OPTIONS)
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise MediaProblem(Problem.UNREADABLE) from error
    with container:
        yield from _Pass(container, limits or Limits()).run()


class _Pass:
    """One reading of one open file."""

    def __init__(self, container: av.container.InputContainer, limits: Limits) -> None:
        self.container = container
        self.limits = limits
        self.video = _video_stream(container)
        self.audio = _audio_stream(container)
        self.resampler = None if self.audio is None else _resampler(self.audio)
        coder = self.video.codec_context
        self.full_range = coder.color_range == FULL_RANGE or coder.pix_fmt in ALWAYS_FULL
        self.start: float | None = None
        self.elapsed = self.heard = self.due = self.close_due = 0.0
        self.count = 0

    def run(self) -> Iterator[Event]:
        self._check_size()
        yield self._header()
        try:
            for packet in self.container.demux(*self._streams()):
                yield from (
                    self._sounds(packet) if packet.stream is self.audio else self._pictures(packet)
                )
        except av.error.FFmpegError as error:
            if not self.count:
                raise MediaProblem(Problem.UNREADABLE) from error
        if not self.count:
            raise MediaProblem(Problem.NO_PICTURES)
        if self.heard:
            yield from self._pieces(None)
        yield End(self._length(), self.count)

    def _streams(self) -> list[av.stream.Stream]:
        return [self.video] if self.audio is None else [self.video, self.audio]

    def _check_size(self) -> None:
        if self.video.width * self.video.height > self.limits.pixels:
            raise MediaProblem(Problem.TOO_LARGE_PICTURE)
        length = self.container.duration
        if length is not None and length / av.time_base > self.limits.seconds:
            raise MediaProblem(Problem.TOO_LONG)

    def _header(self) -> Header:
        coder = self.video.codec_context
        return Header(
            width=self.video.width,
            height=self.video.height,
            frame_rate=_rate(self.video),
            codec=coder.name,
            bits_a_second=int(coder.bit_rate or self.container.bit_rate or 0),
            full_range=self.full_range,
            transfer=TRANSFERS.get(int(coder.color_trc or 0), ""),
            sound_rate=self.audio.codec_context.sample_rate if self.audio else 0,
            channels=len(self.audio.codec_context.layout.channels) if self.audio else 0,
        )

    def _pictures(self, packet: "av.Packet[Any]") -> Iterator[Picture]:
        for frame in packet.decode():
            picture = self._picture(frame)
            if picture is not None:
                yield picture

    def _picture(self, frame: av.VideoFrame) -> Picture | None:
        time = frame.time if frame.time is not None else self.count / _rate(self.video)
        self.start = time if self.start is None else self.start
        self.count += 1
        self.elapsed = time - self.start
        if self.count > self.limits.frames or self.elapsed > self.limits.seconds:
            raise MediaProblem(Problem.TOO_LONG)
        if frame.width * frame.height > self.limits.pixels:
            raise MediaProblem(Problem.TOO_LARGE_PICTURE)
        if self.elapsed + 1e-3 < self.due:
            return None
        self.due = _next(self.elapsed, PICTURES_A_SECOND)
        luma = brightness(frame)
        close = None
        if self.elapsed + 1e-3 >= self.close_due:
            self.close_due = _next(self.elapsed, CLOSE_A_SECOND)
            colour = _colour(frame, full_range=self.full_range)
            close = Close(luma, colour, quantiser_of(frame))
        return Picture(self.elapsed, _upright(luma, frame.rotation), close)

    def _sounds(self, packet: "av.Packet[Any]") -> Iterator[Sound]:
        try:
            frames: list[Any] = packet.decode()
        except (av.error.FFmpegError, ValueError):
            # A broken packet: what is left is enough.
            return
        for frame in frames:
            if isinstance(frame, av.AudioFrame):
                yield from self._pieces(frame)

    def _pieces(self, frame: av.AudioFrame | None) -> Iterator[Sound]:
        """A tenth of a second each; the last is shorter, and comes for None."""
        try:
            pieces = [] if self.resampler is None else self.resampler.resample(frame)
        except (av.error.FFmpegError, ValueError):
            # A track that changes its layout midway is heard up to there.
            return
        for piece in pieces:
            self.heard += piece.samples / piece.sample_rate
            if self.heard > self.limits.seconds + 1:
                raise MediaProblem(Problem.TOO_LONG)
            yield Sound(piece)

    def _length(self) -> float:
        """The last picture stays as long as the others did."""
        one = self.elapsed / (self.count - 1) if self.count > 1 else 1 / _rate(self.video)
        return self.elapsed + one


def brightness(frame: av.VideoFrame) -> Grey:
    """Return a frame's brightness at its own size, on the file's own scale, 8 bits."""
    if frame.format.name not in PLANAR:
        frame = frame.reformat(format="gray")
    return _plane(frame, 0)


def _plane(frame: av.VideoFrame, number: int) -> Grey:
    plane = frame.planes[number]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return rows[: plane.height, : plane.width]


def _colour(frame: av.VideoFrame, *, full_range: bool) -> Grey:
    """A small colour picture; the usual formats' planes are scaled as they are, which is cheap."""
    scale = min(1.0, COLOUR_SIDE / max(frame.width, frame.height))
    size = (max(2, round(frame.width * scale)), max(2, round(frame.height * scale)))
    if frame.format.name not in {"yuv420p", "yuvj420p"}:
        small = frame.reformat(*size, format="bgr24", interpolation="AREA")
        return np.asarray(small.to_ndarray(), np.uint8)
    planes = [
        np.asarray(cv2.resize(_plane(frame, number), size, interpolation=cv2.INTER_AREA), np.uint8)
        for number in (0, 2, 1)
    ]
    if not full_range:
        planes = [
            _wider(planes[0], 16, 0, 219),
            *(_wider(one, 128, 128, 224) for one in planes[1:]),
        ]
    return np.asarray(cv2.cvtColor(cv2.merge(planes), cv2.COLOR_YCrCb2BGR), np.uint8)


def _wider(plane: Grey, middle: int, goal: int, span: int) -> Grey:
    """From the limited scale to the full one."""
    values = (plane.astype(np.float32) - middle) * (255 / span) + goal
    return np.asarray(np.clip(np.rint(values), 0, 255), np.uint8)


def _upright(luma: Grey, rotation: float) -> Grey:
    scale = min(1.0, SIDE / max(luma.shape))
    size = (max(2, round(luma.shape[1] * scale)), max(2, round(luma.shape[0] * scale)))
    small = np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.uint8)
    turn = TURNS.get(round(rotation) % 360)
    return small if turn is None else np.asarray(cv2.rotate(small, turn), np.uint8)


def _next(elapsed: float, rate: int) -> float:
    return float(np.floor(elapsed * rate + 1e-2) + 1) / rate


def _video_stream(container: av.container.InputContainer) -> av.VideoStream:
    cover = av.stream.Disposition.attached_pic
    streams = [one for one in container.streams.video if not one.disposition & cover]
    if not streams:
        sound_only = bool(container.streams.audio)
        raise MediaProblem(Problem.SOUND_ONLY if sound_only else Problem.NO_PICTURES)
    stream = streams[0]
    stream.codec_context.thread_count = 1
    stream.codec_context.options = EXPORT
    return stream


def _audio_stream(container: av.container.InputContainer) -> av.AudioStream | None:
    """The first sound track that says its rate; others (languages, commentary) aren't heard."""
    for stream in container.streams.audio:
        if stream.codec_context.sample_rate and stream.codec_context.layout.channels:
            stream.codec_context.thread_count = 1
            return stream
    return None


def _resampler(stream: av.AudioStream) -> av.AudioResampler:
    mono = len(stream.codec_context.layout.channels) == 1
    rate = stream.codec_context.sample_rate
    return av.AudioResampler(
        format="fltp",
        layout="mono" if mono else "stereo",
        rate=rate,
        frame_size=max(1, rate // PIECES_A_SECOND),
    )


def _rate(stream: av.VideoStream) -> float:
    return float(stream.average_rate or stream.guessed_rate or 25)
