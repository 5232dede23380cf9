"""The runner's children: revived when they die, gone when it ends, however it ends."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from creatorspark.embedded.children import Child, Children
from creatorspark.embedded.errors import EmbeddedError
from creatorspark.embedded.location import BASE_DIR
from tests.integration.embedded.conftest import wait_until

SLEEP = [sys.executable, "-c", "import time; time.sleep(1000)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "open(sys.argv[1], 'w').close(); time.sleep(1000)",
]
RUNNER = """
import sys
from pathlib import Path
from creatorspark.embedded.children import Child, Children
children = Children([Child(name="child", command=sys.argv[1:])], directory=Path("/"))
children.start()
print(children.children[0].process.pid, flush=True)
children.watch(tend=lambda: None)
children.stop()
print("stopped", flush=True)
"""


@pytest.fixture(autouse=True)
def _handlers() -> Iterator[None]:
    """Give the tests' own signal handlers back."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def start_runner() -> "tuple[subprocess.Popen[str], psutil.Process]":
    runner = subprocess.Popen(
        [sys.executable, "-c", RUNNER, *SLEEP], cwd=BASE_DIR, stdout=subprocess.PIPE, text=True
    )
    assert runner.stdout is not None
    return runner, psutil.Process(int(runner.stdout.readline()))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_the_children_and_then_the_runner(number: signal.Signals) -> None:
    runner, child = start_runner()
    runner.send_signal(number)
    said, _ = runner.communicate(timeout=60)
    assert said == "stopped\n"
    assert runner.returncode == 0
    assert not child.is_running()


def test_children_die_with_a_killed_runner() -> None:
    runner, child = start_runner()
    runner.kill()
    runner.communicate()
    wait_until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


def test_a_child_that_dies_is_started_again(tmp_path: Path) -> None:
    child = Child(name="child", command=SLEEP)
    children = Children([child], directory=tmp_path)
    children.start()
    assert child.process is not None
    first = child.process
    first.kill()
    first.wait()
    children.revive()
    assert child.alive
    assert child.process.pid != first.pid
    children.stop()
    assert not child.alive


def test_a_child_that_dies_again_and_again_is_given_up(tmp_path: Path) -> None:
    child = Child(name="worker", command=["/bin/false"])
    children = Children([child], directory=tmp_path)
    children.start()
    with pytest.raises(EmbeddedError, match="The worker ended 5 times within a minute"):
        children.watch(tend=lambda: None)


def test_a_second_signal_ends_a_child_that_does_not_listen(tmp_path: Path) -> None:
    heard = tmp_path / "ready"
    child = Child(name="worker", command=[*DEAF, str(heard)])
    children = Children([child], directory=tmp_path)
    children.start()
    wait_until(heard.exists)
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
    children.stop()
    assert not child.alive
    assert children.asked_to_stop
