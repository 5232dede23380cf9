"""What the process that follows links can no longer do. Each try runs in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
GUARDED = """
import json, os, socket, sys
from pathlib import Path
from scoring.media.links.guard import Guard
folder = Path(sys.argv[1])
guard = Guard(folder=folder, allowed=[("127.0.0.1", int(sys.argv[2]))])
guard.install()
try:
    exec(sys.argv[3])
    said = "done"
except PermissionError as error:
    said = type(error).__name__
except OSError as error:
    said = "tried"
print(json.dumps([said, guard.led_inward]))
"""


def tried(folder: Path, act: str, *, port: int = 9) -> tuple[str, bool]:
    done = subprocess.run(
        [sys.executable, "-c", GUARDED, str(folder), str(port), act],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    said, led_inward = json.loads(done.stdout)
    return said, led_inward


INWARD = [
    "socket.create_connection(('127.0.0.1', 22), 2)",
    "socket.create_connection(('localhost', 443), 2)",
    "socket.socket().connect(('10.0.0.1', 443))",
    "socket.socket().connect(('localhost', 443))",
    "socket.socket(socket.AF_INET6).connect(('::ffff:127.0.0.1', 443))",
    "socket.socket(socket.AF_UNIX).connect('/tmp/anything')",
    "socket.socket().connect_ex(('192.168.0.1', 443))",
    "socket.socket().connect(('1.1.1.1', 25))",
    "import http.client; http.client.HTTPSConnection('169.254.169.254').request('GET', '/')",
    "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/')",
    "import asyncio; asyncio.run(asyncio.open_connection('127.0.0.1', 443))",
    "import _socket; _socket.socket().connect(('127.0.0.1', 443))",
]
OTHERS = [
    "socket.socket(type=socket.SOCK_DGRAM).sendto(b'a', ('1.1.1.1', 53))",
    "socket.socket().bind(('127.0.0.1', 0))",
    "os.system('true')",
    "os.execv('/bin/true', ['true'])",
    "os.fork()",
    "os.posix_spawn('/bin/true', ['true'], {})",
    "import subprocess; subprocess.run(['true'])",
    "open('/tmp/of-a-guarded-process', 'w')",
    "os.open('/tmp/of-a-guarded-process', os.O_CREAT | os.O_RDWR)",
    "open(folder / '..' / 'beside', 'wb')",
    "os.symlink('/etc', folder / 'out')",
    "os.link('/etc/hostname', folder / 'out')",
    "os.remove('/tmp/of-a-guarded-process')",
    "os.rename('/etc/hostname', folder / 'out')",
    "os.mkdir('/tmp/of-a-guarded-process')",
]


@pytest.mark.parametrize("act", INWARD)
def test_nothing_leads_inside(tmp_path, act):
    said, led_inward = tried(tmp_path, act)
    assert said in {"Refusal", "tried"}
    assert led_inward


@pytest.mark.parametrize("act", OTHERS)
def test_nothing_else_is_left_to_do(tmp_path, act):
    assert tried(tmp_path, act) == ("Refusal", False)
    assert list(tmp_path.parent.glob("beside")) == []


def test_its_own_folder_is_its_own(tmp_path):
    act = "p = folder / 'a'; p.write_bytes(b'x'); p.rename(folder / 'b'); (folder / 'b').unlink()"
    assert tried(tmp_path, act) == ("done", False)


def test_what_is_allowed_is_only_that_port(tmp_path):
    assert tried(tmp_path, "socket.create_connection(('127.0.0.1', 9), 2)") == ("tried", False)
    assert tried(tmp_path, "socket.create_connection(('127.0.0.1', 10), 2)")[1]
