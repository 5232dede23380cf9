"""A progress bar for commands."""

import time
from typing import Any

WIDTH = 30


class Bar:
    """A line that shows stage, share, rate and time left; a line a stage where it's no terminal."""

    def __init__(self, stream: Any) -> None:
        self.stream, self.live = stream, stream.isatty()
        self.stage, self.started = "", time.monotonic()

    def __call__(self, stage: str, *, done: int = 0, total: int = 0) -> None:
        if stage != self.stage:
            self.close()
            self.stage, self.started = stage, time.monotonic()
            if not self.live:
                self.stream.write(f"{stage}…\n")
        if self.live:
            self.stream.write(f"\r{self._line(done, total)}\x1b[K")
            self.stream.flush()

    def close(self) -> None:
        if self.live and self.stage:
            self.stream.write("\n")
        self.stage = ""

    def _line(self, done: int, total: int) -> str:
        if not total:
            return f"{self.stage}…"
        filled = WIDTH * done // total
        rate = done / max(time.monotonic() - self.started, 1e-9)
        left = f"{(total - done) / rate:,.0f} s left" if rate else ""
        bar = "█" * filled + "·" * (WIDTH - filled)
        return f"{self.stage:24.24} {bar} {done:,}/{total:,}  {rate:,.0f}/s  {left}"
