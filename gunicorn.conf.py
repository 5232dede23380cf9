"""The web server's settings: threads share one process and its pool of database connections."""

import os
import shutil
from pathlib import Path
from typing import Any

threads = int(os.environ.get("WEB_THREADS", "8"))
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "gthread"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
timeout = 60
graceful_timeout = 10
keepalive = 5
max_requests = int(os.environ.get("WEB_MAX_REQUESTS", "0"))
max_requests_jitter = max_requests // 10
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
accesslog = None
loglevel = os.environ.get("WEB_LOG_LEVEL", "warning")
proc_name = "creatorspark-web"

# Only the web server keeps a pool; commands and the worker's forked processes go without.
# As many connections as threads: none ever waits for another, none stands idle in excess.
raw_env = [
    f"DATABASE_POOL={os.environ.get('DATABASE_POOL', 'true')}",
    f"DATABASE_POOL_MAX={os.environ.get('DATABASE_POOL_MAX', str(threads + 1))}",
]

# The workers add their counts up in files, so that /metrics tells of all of them.
_metrics = Path(
    os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    or Path(os.environ.get("CREATORSPARK_VAR") or Path(__file__).parent / "var") / "metrics"
)
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_metrics)
shutil.rmtree(_metrics, ignore_errors=True)
_metrics.mkdir(parents=True, exist_ok=True)


def child_exit(_server: Any, worker: Any) -> None:
    """Forget the gauges of a worker that has gone."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)
