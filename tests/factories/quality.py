"""Measured files and ratings of them, as one pass over a file would leave them."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.files.base import ContentFile
from django.utils import timezone

from creatorspark.core.models import Video
from scoring.domain.quality.measured import VERSION
from scoring.models import Measurement, QualityFrame
from scoring.services.policies import ensure_default_policies
from scoring.services.quality.rating import rate_video

PICTURE = b"\xff\xd8 a picture"
VALUES: Mapping[str, float | None] = {
    "edge_blur": 0.6,
    "brightness": 112.0,
    "contrast": 150.0,
    "crushed": 0.01,
    "blown": 0.0,
    "colourfulness": 52.0,
    "noise": 1.1,
    "blockiness": 0.1,
    "quantiser": 24.0,
    "jitter": 0.2,
    "motion": 4.2,
    "cuts_a_minute": 18.0,
    "frozen": 0.0,
    "black_bars": 0.0,
    "screen_filled": 1.0,
    "short_side": 1080.0,
    "frame_rate": 30.0,
    "bits_a_second": 6_000_000.0,
}
SOUND: Mapping[str, float | None] = {
    "loudness": -24.0,
    "loudness_range": 5.0,
    "true_peak": -9.0,
    "clipping": 0.0,
    "noise_floor": -62.0,
    "signal_to_noise": 44.0,
    "hum": -70.0,
    "silence": 0.1,
    "level": -27.0,
    "imbalance": 0.5,
    "centroid": 1800.0,
    "bandwidth": 2100.0,
    "roll_off": 3600.0,
    "speech": 0.6,
}


PROFILE = {"mfcc_mean": [-312.4, *[7.25] * 12], "mfcc_deviation": [41.0, *[3.5] * 12]}


def measure(
    video: Video,
    *,
    seconds: float = 20.0,
    has_sound: bool = True,
    dark: tuple[int, int] = (3, 7),
    values: Mapping[str, float | None] | None = None,
    content: bytes = b"",
) -> Measurement:
    """Give a video a file and what was measured of it: quiet, and dark in a few seconds."""
    content = content or f"film of {video.pk}".encode()
    video.file.save("film", ContentFile(content), save=False)
    video.sha256 = hashlib.sha256(content).hexdigest()
    video.save(update_fields=["file", "sha256"])
    found = {**VALUES, **(SOUND if has_sound else {}), **(values or {})}
    return Measurement.objects.create(
        sha256=video.sha256,
        version=VERSION,
        content={
            "version": VERSION,
            "seconds": seconds,
            "has_sound": has_sound,
            "values": found,
            "series": _series(found, round(seconds), dark),
            "profile": PROFILE if has_sound else {},
            "facts": {"codec": "h264", "transfer": ""},
        },
        seconds=seconds,
        has_sound=has_sound,
    )


def rate(video: Video, *, now: datetime | None = None) -> None:
    """Rate a measured video by the policy in force."""
    now = now or timezone.now()
    ensure_default_policies(now=now)
    assert rate_video(video.pk, now=now)


def keep_frame(sha256: str, *, second: float, kind: str = "moment") -> QualityFrame:
    """Keep a picture of a file."""
    frame = QualityFrame(sha256=sha256, kind=kind, second=second, width=360, height=640)
    frame.file.save("x", ContentFile(PICTURE))
    return frame


def _series(
    values: Mapping[str, float | None], seconds: int, dark: tuple[int, int]
) -> dict[str, Sequence[float | None]]:
    """A second a number: dark from one second to another, silent in the last tenth."""
    named = ("edge_blur", "contrast", "noise", "quantiser", "blockiness", "jitter", "motion")
    rows: dict[str, Sequence[float | None]] = {
        name: [values[name]] * seconds for name in (*named, "crushed", "blown", "colourfulness")
    }
    rows["brightness"] = [
        31.0 if dark[0] <= second < dark[1] else values["brightness"] for second in range(seconds)
    ]
    if values.get("loudness") is not None:
        quiet = [second >= 0.9 * seconds for second in range(seconds)]
        swing = [-4.0, 1.5, 0.0, 2.0, -1.5]
        rows["loudness"] = [
            -70.0 if silent else (values["loudness"] or 0.0) + swing[second % 5]
            for second, silent in enumerate(quiet)
        ]
        rows["silence"] = [1.0 if silent else 0.0 for silent in quiet]
        rows["clipping"] = [0.01 if second == 8 else 0.0 for second in range(seconds)]
        rows["speech"] = [0.0 if silent else 0.8 for silent in quiet]
    return rows
