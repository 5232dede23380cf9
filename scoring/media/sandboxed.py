"""The child's side of the sandbox: takes its limits first, then looks at the file.

Started as `python -m scoring.media.sandboxed` with an order on standard input.
"""

import json
import os
import resource
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

OUT_OF_MEMORY = 71
REFUSED = 70
OPEN_FILES = 64


def main() -> int:
    """Carry out one order; returns the exit code that the sandbox reads."""
    order = json.load(sys.stdin)
    take_limits(cpu_seconds=order["cpu_seconds"], memory=order["memory"])
    try:
        output = run(order)
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.buffer.write(output)
    sys.stdout.buffer.flush()
    return 0


def take_limits(*, cpu_seconds: int, memory: int) -> None:
    """Give up, for good, all that reading one video doesn't need."""
    wanted = {
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: OPEN_FILES,
    }
    for kind, value in wanted.items():
        resource.setrlimit(kind, (value, value))
    os.nice(5)


def run(order: dict[str, Any]) -> bytes:
    """Import the job and run it; a refused video ends the process with its code."""
    from scoring.media.decoding import Limits
    from scoring.media.problems import MediaProblem

    module, name = order["job"].split(":")
    job = getattr(import_module(module), name)
    try:
        limits = Limits(**order["limits"])
        output: bytes = job(Path(order["path"]), limits=limits, **order["arguments"])
    except MediaProblem as refused:
        sys.stderr.write(refused.problem.value)
        sys.stderr.flush()
        os._exit(REFUSED)
    except (MemoryError, OSError) as error:
        raise MemoryError from error
    return output


if __name__ == "__main__":
    raise SystemExit(main())
