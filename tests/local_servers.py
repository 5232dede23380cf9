"""Web servers on a free port of this machine, for as long as a test needs them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeVar


class LocalServer(ThreadingHTTPServer):
    """Listens on the loopback; `over` ends answers that never end."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.over = threading.Event()

    @property
    def place(self) -> tuple[str, int]:
        return ("127.0.0.1", self.server_address[1])

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.place[1]}"


class QuietHandler(BaseHTTPRequestHandler):
    """Writes nothing about what it is asked."""

    server: LocalServer

    def log_message(self, *args: object) -> None:
        pass


Served = TypeVar("Served", bound=LocalServer)


@contextmanager
def served(server: Served) -> Iterator[Served]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
