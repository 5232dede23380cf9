"""Requests a second of the creator's Overview against a bare page on the same server.

Floor: a Django view behind the same middleware and login that makes one query and returns JSON.
Both are asked by the same client over kept-alive connections, in turns, on the same gunicorn.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLIENTS = 4
REQUESTS_A_ROUND = 240
ROUNDS = 5
VIDEOS = 1000


def prepare() -> tuple[str, int]:
    """Make a creator with 1,000 videos and a session; return the cookie and the user's id."""
    from datetime import timedelta

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from creatorspark.core.models import Creator, MetricSnapshot, User, Video

    now = timezone.now()
    user, _ = User.objects.get_or_create(email="bench@demo.example")
    creator, _ = Creator.objects.get_or_create(
        platform="other", external_id="bench-pages", defaults={"user": user, "handle": "bench"}
    )
    if creator.videos.count() < VIDEOS:
        videos = Video.objects.bulk_create(
            [
                Video(
                    creator=creator,
                    platform="other",
                    external_id=f"bench-pages-{n}",
                    caption=f"Video {n}",
                    duration_seconds=20,
                    posted_at=now - timedelta(hours=n),
                )
                for n in range(VIDEOS)
            ],
            ignore_conflicts=False,
        )
        snapshots = MetricSnapshot.objects.bulk_create(
            [
                MetricSnapshot(
                    video=video,
                    observed_at=video.posted_at + timedelta(minutes=30 * age),
                    views=1000 * age + n,
                    likes=80 * age,
                    comments=5 * age,
                    shares=3 * age,
                    source="bench",
                )
                for n, video in enumerate(videos)
                for age in (1, 2, 3)
            ]
        )
        for snapshot in snapshots[2::3]:
            snapshot.video.latest = snapshot
        Video.objects.bulk_update([s.video for s in snapshots[2::3]], ["latest"], batch_size=500)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}", user.pk


def free_port() -> int:
    """Return a port nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(port: int) -> subprocess.Popen[bytes]:
    """Start the product's web server with the bare page beside its own pages."""
    command = [
        *(sys.executable, "-m", "gunicorn", "creatorspark.wsgi:application"),
        *("--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "1"),
        *("--threads", str(CLIENTS), "--keep-alive", "30", "--log-level", "warning"),
    ]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "benchmarks.pages_settings",
        "DATABASE_POOL": "true",
    }
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.05)
    raise SystemExit("The web server did not start.")


def ask(port: int, *, path: str, cookie: str, times: int) -> None:
    """Ask for a page again and again over one connection; every answer must be a 200."""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookie}\r\n"
        "Accept: text/html\r\nConnection: keep-alive\r\n\r\n"
    ).encode()
    with closing(socket.create_connection(("127.0.0.1", port))) as link:
        stream = link.makefile("rb")
        for _ in range(times):
            link.sendall(request)
            status = stream.readline()
            if b" 200 " not in status:
                raise RuntimeError(f"{path} answered {status!r}")
            length = 0
            while (line := stream.readline()) != b"\r\n":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            stream.read(length)


def rate(port: int, *, path: str, cookie: str) -> float:
    """Return requests a second with several clients at once. Raises what a client raised."""
    share = REQUESTS_A_ROUND // CLIENTS
    start = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        rounds = [
            clients.submit(ask, port, path=path, cookie=cookie, times=share) for _ in range(CLIENTS)
        ]
        for one in rounds:
            one.result()
    return REQUESTS_A_ROUND / (time.perf_counter() - start)


def main() -> None:
    """Measure in turns and print one JSON object."""
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.pages_settings"
    from creatorspark.embedded import environment

    lease = environment.join_for(["bench"])
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    cookie, _ = prepare()
    port = free_port()
    server = serve(port)
    try:
        pages = {"ours": "/studio/", "floor": "/bare/"}
        for path in pages.values():
            rate(port, path=path, cookie=cookie)
        rounds: dict[str, list[float]] = {name: [] for name in pages}
        for _ in range(ROUNDS):
            for name, path in pages.items():
                rounds[name].append(rate(port, path=path, cookie=cookie))
    finally:
        server.terminate()
        server.wait()
    ours, floor = (statistics.median(rounds[name]) for name in ("ours", "floor"))
    print(
        json.dumps(
            {
                "name": "pages.overview",
                "unit": "requests/s",
                "ours": round(ours, 1),
                "floor": round(floor, 1),
                "ratio": round(ours / floor, 3),
                "aim": ">= 0.35",
                "clients": CLIENTS,
                "videos": VIDEOS,
            }
        )
    )
    del lease


if __name__ == "__main__":
    main()
