"""A small TikTok on the loopback: it speaks the public protocol and can misbehave on demand."""

import json
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Answer:
    """One answer, given instead of the usual one."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    hang_up: bool = False


@dataclass
class Request:
    """What came in."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    form: dict[str, str]
    body: Any


class TikTok:
    """The server's state: videos, valid tokens, queued misbehaviour, and what was asked."""

    def __init__(self) -> None:
        self.videos: list[dict[str, Any]] = []
        self.user = {"open_id": "open-1", "username": "nina", "follower_count": 1200}
        self.client_key, self.client_secret = "key", "secret"
        self.valid_tokens: set[str] = set()
        self.refresh_token = "rft.1"
        self.misbehaviour: dict[str, deque[Answer]] = {}
        self.requests: list[Request] = []
        self.page = 3
        self._given = 0
        self._lock = threading.Lock()
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server = server
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        self._thread = threading.Thread(target=server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def misbehave(self, path: str, *answers: Answer) -> None:
        """Give these answers to the next requests for `path`."""
        self.misbehaviour.setdefault(path, deque()).extend(answers)

    def asked(self, path: str) -> list[Request]:
        """Return the requests for `path`, in order."""
        return [request for request in self.requests if request.path == path]

    def answer(self, request: Request) -> Answer:
        """Answer as TikTok would."""
        with self._lock:
            self.requests.append(request)
            queued = self.misbehaviour.get(request.path)
            if queued:
                return queued.popleft()
            if request.path == "/v2/oauth/token/":
                return self._token(request)
            if request.headers.get("authorization", "").removeprefix("Bearer ") not in (
                self.valid_tokens
            ):
                return failure(401, "access_token_invalid", "The access token is invalid")
            return self._data(request)

    def _token(self, request: Request) -> Answer:
        form = request.form
        if (form.get("client_key"), form.get("client_secret")) != (
            self.client_key,
            self.client_secret,
        ):
            return oauth_failure("invalid_client", "Client key or secret is incorrect.")
        grant = form.get("grant_type")
        self._given += 1
        token = f"tok.{self._given}"
        if grant == "client_credentials":
            self.valid_tokens.add(token)
            body = {"access_token": token, "expires_in": 7200, "token_type": "Bearer"}
            return Answer(body=body)
        if grant == "refresh_token" and form.get("refresh_token") != self.refresh_token:
            return oauth_failure("invalid_grant", "Refresh token is invalid or expired.")
        if grant == "authorization_code" and form.get("code") != "good-code":
            return oauth_failure("invalid_grant", "Authorization code is expired.")
        self.valid_tokens.add(token)
        self.refresh_token = f"rft.{self._given + 1}"
        return Answer(
            body={
                "open_id": "open-1",
                "scope": "user.info.basic,video.list",
                "access_token": token,
                "expires_in": 86400,
                "refresh_token": self.refresh_token,
                "refresh_expires_in": 31536000,
                "token_type": "Bearer",
            }
        )

    def _data(self, request: Request) -> Answer:
        body = request.body or {}
        if request.path == "/v2/user/info/":
            return success({"user": _only(self.user, request)})
        if request.path == "/v2/video/list/":
            start = int(body.get("cursor", 0))
            size = min(int(body.get("max_count", 10)), self.page)
            page = self.videos[start : start + size]
            more = start + size < len(self.videos)
            videos = [_only(video, request) for video in page]
            return success({"videos": videos, "cursor": start + size, "has_more": more})
        if request.path == "/v2/video/query/":
            wanted = body["filters"]["video_ids"]
            if len(wanted) > 20:
                return failure(400, "invalid_params", "at most 20 ids")
            found = [_only(video, request) for video in self.videos if video["id"] in wanted]
            return success({"videos": found})
        if request.path == "/v2/research/video/query/":
            return self._research(request, body)
        if request.path == "/v2/research/user/info/":
            return success({"display_name": "Nina", "follower_count": 1200, "is_verified": True})
        return failure(404, "not_found", "no such endpoint")

    def _research(self, request: Request, body: dict[str, Any]) -> Answer:
        if int(body["end_date"]) - int(body["start_date"]) > 9000:
            return failure(400, "invalid_params", "30 days at most")
        (condition,) = body["query"]["and"]
        field_name = {"video_id": "id", "username": "username"}[condition["field_name"]]
        matching = [
            video for video in self.videos if video[field_name] in condition["field_values"]
        ]
        start = int(body.get("cursor", 0))
        if start and body.get("search_id") != "search-1":
            return failure(400, "invalid_params", "Search Id is invalid or expired")
        size = min(int(body["max_count"]), self.page)
        # The research API writes its ids as numbers.
        page = [
            _only(video, request) | {"id": int(video["id"])}
            for video in matching[start : start + size]
        ]
        return success(
            {
                "videos": page,
                "cursor": start + size,
                "has_more": start + size < len(matching),
                "search_id": "search-1",
            }
        )


def success(data: dict[str, Any]) -> Answer:
    """The envelope of an answer that went well."""
    return Answer(body={"data": data, "error": {"code": "ok", "message": "", "log_id": "log-1"}})


def failure(status: int, code: str, message: str, **headers: str) -> Answer:
    """The envelope of an error of an endpoint."""
    error = {"code": code, "message": message, "log_id": "log-2"}
    return Answer(status=status, body={"data": {}, "error": error}, headers=headers)


def oauth_failure(code: str, description: str) -> Answer:
    """The other envelope: that of the token endpoint."""
    return Answer(
        status=400, body={"error": code, "error_description": description, "log_id": "log-3"}
    )


def _only(thing: dict[str, Any], request: Request) -> dict[str, Any]:
    fields = request.query.get("fields", "").split(",")
    return {name: value for name, value in thing.items() if name in fields}


def _handler(tiktok: TikTok) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._serve()

        def do_POST(self) -> None:
            self._serve()

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            is_form = "form-urlencoded" in self.headers.get("Content-Type", "")
            request = Request(
                method=self.command,
                path=parts.path,
                query={name: values[0] for name, values in parse_qs(parts.query).items()},
                headers={name.lower(): value for name, value in self.headers.items()},
                form={name: values[0] for name, values in parse_qs(data.decode()).items()}
                if is_form
                else {},
                body=json.loads(data) if data and not is_form else None,
            )
            self._send(tiktok.answer(request))

        def _send(self, answer: Answer) -> None:
            if answer.hang_up:
                self.close_connection = True
                return
            raw = answer.raw if answer.raw is not None else json.dumps(answer.body).encode()
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, format: str, *args: Any) -> None:
            """Stay silent."""

    return Handler
