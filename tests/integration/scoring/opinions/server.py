"""A server that speaks Gemini's protocol: resumable uploads, files that get ready, questions.

`faults` makes a step go wrong: each entry is used up once, the last of a list for ever where it is
`Ever`. Steps are begin, piece, query, look, ask and remove.
"""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.local_servers import LocalServer, QuietHandler, served
from tests.unit.scoring.opinions.answers import body

KEY = "the-right-key"
Fault = Callable[["Handler"], None]


@dataclass
class Held:
    """A file at the service."""

    name: str
    mime_type: str
    size: int
    content: bytes = b""
    looks_until_ready: int = 0
    whole: bool = False
    broken: bool = False


class Server(LocalServer):
    def __init__(self) -> None:
        super().__init__(Handler)
        self.files: dict[str, Held] = {}
        self.uploads: dict[str, Held] = {}
        self.faults: dict[str, list[Fault]] = {}
        self.for_ever: dict[str, Fault] = {}
        self.steps: list[str] = []
        self.questions: list[dict[str, Any]] = []
        self.begun: list[dict[str, Any]] = []
        self.answer: dict[str, Any] = body()
        self.looks_until_ready = 1
        self.broken = False

    def count(self, step: str) -> int:
        return self.steps.count(step)


class Handler(QuietHandler):
    protocol_version = "HTTP/1.1"
    server: Server
    step = ""

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = urlsplit(self.path)
        if path.path == "/upload/v1/files" and not path.query:
            self._do("begin", lambda: self._begin(json.loads(content)))
        elif path.path == "/upload/v1/files":
            held = self.server.uploads[parse_qs(path.query)["upload_id"][0]]
            if self.headers["X-Goog-Upload-Command"] == "query":
                self._do("query", lambda: self._query(held))
            else:
                self._do("piece", lambda: self._piece(held, content))
        elif path.path.endswith(":generateContent"):
            self._do("ask", lambda: self._ask(json.loads(content)))
        else:
            error(404, "NOT_FOUND")(self)

    def do_GET(self) -> None:
        self._do("look", self._look)

    def do_DELETE(self) -> None:
        self._do("remove", self._remove)

    def _do(self, step: str, usual: Callable[[], None]) -> None:
        self.step = step
        self.server.steps.append(step)
        # Where a file goes is an address that only its sender knows.
        asks_key = step not in ("piece", "query")
        if asks_key and self.headers.get("x-goog-api-key") != KEY:
            key_refused(self)
            return
        faults = self.server.faults.get(step, [])
        fault = faults.pop(0) if faults else self.server.for_ever.get(step)
        try:
            if fault is None:
                usual()
            else:
                fault(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _begin(self, asked: dict[str, Any]) -> None:
        assert self.headers["X-Goog-Upload-Protocol"] == "resumable"
        assert self.headers["X-Goog-Upload-Command"] == "start"
        self.server.begun.append(asked)
        name = asked["file"]["name"]
        if name in self.server.files:
            error(409, "ALREADY_EXISTS")(self)
            return
        held = Held(
            name,
            self.headers["X-Goog-Upload-Header-Content-Type"],
            int(self.headers["X-Goog-Upload-Header-Content-Length"]),
            looks_until_ready=self.server.looks_until_ready,
            broken=self.server.broken,
        )
        upload = f"u{len(self.server.uploads)}"
        self.server.uploads[upload] = held
        address = f"{self.server.address}/upload/v1/files?upload_id={upload}"
        self.reply({}, headers={"X-Goog-Upload-URL": address, "X-Goog-Upload-Status": "active"})

    def _piece(self, held: Held, content: bytes) -> None:
        command = self.headers["X-Goog-Upload-Command"]
        offset = int(self.headers["X-Goog-Upload-Offset"])
        if held.whole or offset != len(held.content):
            error(400, "INVALID_ARGUMENT")(self)
            return
        if "finalize" not in command and len(content) % (256 * 1024):
            error(400, "INVALID_ARGUMENT")(self)
            return
        held.content += content
        if "finalize" not in command:
            self.reply({}, headers={"X-Goog-Upload-Status": "active"})
            return
        self.take(held)
        self.reply({"file": self.shown(held)}, headers={"X-Goog-Upload-Status": "final"})

    def take(self, held: Held) -> None:
        assert len(held.content) == held.size
        held.whole = True
        self.server.files[held.name] = held

    def _query(self, held: Held) -> None:
        status = "final" if held.whole else "active"
        received = {"X-Goog-Upload-Size-Received": str(len(held.content))}
        self.reply({}, headers=received | {"X-Goog-Upload-Status": status})

    def _look(self) -> None:
        held = self.server.files.get(self.path.removeprefix("/v1/"))
        if held is None:
            # As the service does: what isn't there and what isn't ours is refused alike.
            error(403, "PERMISSION_DENIED")(self)
            return
        held.looks_until_ready -= 1
        self.reply(self.shown(held))

    def shown(self, held: Held) -> dict[str, Any]:
        state = "PROCESSING" if held.looks_until_ready > 0 else "ACTIVE"
        return {
            "name": held.name,
            "uri": f"{self.server.address}/v1/{held.name}",
            "mimeType": held.mime_type,
            "sizeBytes": str(held.size),
            "state": "FAILED" if held.broken and state == "ACTIVE" else state,
        }

    def _ask(self, question: dict[str, Any]) -> None:
        self.server.questions.append(question)
        uri = question["contents"][0]["parts"][0]["fileData"]["fileUri"]
        held = self.server.files.get(uri.removeprefix(f"{self.server.address}/v1/"))
        if held is None or held.looks_until_ready > 0:
            error(400, "FAILED_PRECONDITION")(self)
            return
        self.reply(self.server.answer)

    def _remove(self) -> None:
        held = self.server.files.pop(self.path.removeprefix("/v1/"), None)
        if held is None:
            error(403, "PERMISSION_DENIED")(self)
            return
        self.reply({})

    def reply(
        self, found: Any, *, status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        content = found if isinstance(found, bytes) else json.dumps(found).encode()
        self.send_response(status)
        for name, value in ({"Content-Type": "application/json"} | (headers or {})).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def error(
    code: int, status: str, *, details: Any = (), headers: dict[str, str] | None = None
) -> Fault:
    """Answer with an error as the service words it."""
    found = {"error": {"code": code, "message": "No.", "status": status, "details": list(details)}}
    return lambda to: to.reply(found, status=code, headers=headers)


def key_refused(to: Handler) -> None:
    info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
    error(400, "INVALID_ARGUMENT", details=[info])(to)


def busy(delay: str) -> Fault:
    info = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay}
    return error(429, "RESOURCE_EXHAUSTED", details=[info])


def words(content: bytes) -> Fault:
    """Answer 200 with exactly these bytes."""
    return lambda to: to.reply(content)


def silent(to: Handler) -> None:
    """Say nothing until the test is over."""
    to.server.over.wait()
    to.close_connection = True


def dripping(to: Handler) -> None:
    """Send a byte now and then, for ever: never silent long enough for a plain time limit."""
    to.send_response(200)
    to.send_header("Content-Length", "1000000")
    to.end_headers()
    while not to.server.over.wait(0.02):
        to.wfile.write(b" ")
        to.wfile.flush()
    to.close_connection = True


def dropped(to: Handler) -> None:
    """Close the line without a word."""
    to.close_connection = True


def elsewhere(to: Handler) -> None:
    """Send the file to another host."""
    to.reply({}, headers={"X-Goog-Upload-URL": "http://127.0.0.2:1/upload"})


def serving() -> AbstractContextManager[Server]:
    return served(Server())
