"""A web server of our own that behaves in every way a stranger's might."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler

from tests.local_servers import LocalServer, QuietHandler, served

Answer = Callable[[BaseHTTPRequestHandler], None]


class Server(LocalServer):
    """Serves `pages`; remembers what was asked for."""

    def __init__(self) -> None:
        super().__init__(Handler)
        self.pages: dict[str, Answer] = {}
        self.asked: list[str] = []

    def url(self, path: str) -> str:
        return f"{self.address}{path}"


class Handler(QuietHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        answer = self.server.pages.get(self.path)
        if answer is None:
            self.send_error(404)
            return
        try:
            answer(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    do_HEAD = do_GET


def serving() -> AbstractContextManager[Server]:
    return served(Server())


def body(content: bytes, kind: str = "video/mp4") -> Answer:
    """Answer with a whole file."""

    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.send_header("Content-Type", kind)
        to.send_header("Content-Length", str(len(content)))
        to.end_headers()
        if to.command == "GET":
            to.wfile.write(content)

    return answer


def status(code: int) -> Answer:
    """Answer with an error."""
    return lambda to: to.send_error(code)


def redirect(address: str) -> Answer:
    """Answer that it is elsewhere."""

    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(302)
        to.send_header("Location", address)
        to.send_header("Content-Length", "0")
        to.end_headers()

    return answer


def endless(start: bytes, chunk: bytes) -> Answer:
    """Answer with a body that says no length and never ends, as fast as it is read."""

    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.send_header("Content-Type", "video/mp4")
        to.end_headers()
        if to.command == "GET":
            to.wfile.write(start)
            while not to.server.over.is_set():  # type: ignore[attr-defined]
                to.wfile.write(chunk)
        to.close_connection = True

    return answer


def silent(to: BaseHTTPRequestHandler) -> None:
    """Say nothing until the test is over."""
    to.server.over.wait()  # type: ignore[attr-defined]
    to.close_connection = True


def stalled(start: bytes) -> Answer:
    """Begin an answer and then say nothing until the test is over."""

    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.send_header("Content-Type", "video/mp4")
        to.send_header("Content-Length", str(len(start) + 10**6))
        to.end_headers()
        if to.command == "GET":
            to.wfile.write(start)
            to.wfile.flush()
            to.server.over.wait()  # type: ignore[attr-defined]
        to.close_connection = True

    return answer
