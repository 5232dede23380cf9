"""Progress of long work on a terminal, for commands that do what a job does."""

import sys

from creatorspark.core.jobs.services import JobProgress


class ConsoleProgress(JobProgress):
    """Writes stage, count and percent over one line of a terminal."""

    def __init__(self) -> None:
        super().__init__(None)

    def report(self, stage: str, *, done: int = 0, total: int = 0) -> None:
        if sys.stderr.isatty():
            share = f" {done:,} of {total:,} ({done * 100 // total} %)" if total else ""
            sys.stderr.write(f"\r\x1b[K{stage}{share}")
            sys.stderr.flush()
