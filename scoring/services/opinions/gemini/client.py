"""The five requests that we need: begin, send, look, ask, remove."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO, Any, Final

from scoring.domain.opinions import Prompt
from scoring.services.opinions.gemini.transport import (
    GeminiError,
    GeminiKeyRefused,
    GeminiNoAnswer,
    GeminiProtocolError,
    GeminiRequestRefused,
    Reply,
    Transport,
)

# The protocol wants multiples of 256 KiB, but for the last piece.
PIECE: Final = 8 * 1024 * 1024
MOST_BREAKS: Final = 5
# What a model thinks before it answers counts too.
ANSWER_TOKENS: Final = 16_384
GONE: Final = frozenset({403, 404})


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file at the service; `state` is PROCESSING, ACTIVE or FAILED."""

    name: str
    uri: str
    mime_type: str
    state: str


class Gemini:
    """One conversation with the service."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def upload(
        self,
        file: IO[bytes],
        *,
        name: str,
        size: int,
        mime_type: str,
        tick: Callable[[], None],
    ) -> RemoteFile:
        """Send a file under a name that we chose; after a break, go on where it stopped.

        `tick` is called for every piece and may raise. Raises GeminiError.
        """
        address = self._begin(name=name, size=size, mime_type=mime_type)
        offset, breaks = 0, 0
        while True:
            tick()
            file.seek(offset)
            piece = file.read(PIECE)
            last = offset + len(piece) >= size
            try:
                reply = self._send_piece(address, piece, offset=offset, last=last)
            except GeminiNoAnswer:
                breaks += 1
                if breaks > MOST_BREAKS:
                    raise
                offset = self._received(address, most=size)
                continue
            if last:
                return _file_of(_object(reply.as_object(), "file"))
            offset += len(piece)

    def look(self, name: str) -> RemoteFile | None:
        """Return how a file is getting on; None where there is none. Raises GeminiError."""
        try:
            reply = self._transport.insist("GET", f"/v1/{name}")
        except (GeminiRequestRefused, GeminiKeyRefused) as refused:
            # A file that isn't there and one that isn't ours are refused alike.
            if refused.status in GONE:
                return None
            raise
        return _file_of(reply.as_object())

    def ask(
        self, *, model: str, prompt: Prompt, file: RemoteFile, caption: str
    ) -> tuple[bytes, dict[str, Any]]:
        """Ask once and return the answer's bytes and object. Raises GeminiError.

        Sent once only: every question is counted in the day's budget.
        """
        reply = self._transport.send(
            "POST",
            f"/v1/models/{model}:generateContent",
            body=_question(prompt, file, caption),
        )
        return reply.body, reply.as_object()

    def remove(self, name: str) -> None:
        """Remove a file; one that isn't there is removed already. Raises GeminiError."""
        try:
            self._transport.insist("DELETE", f"/v1/{name}")
        except (GeminiRequestRefused, GeminiKeyRefused) as refused:
            if refused.status not in GONE:
                raise

    def _begin(self, *, name: str, size: int, mime_type: str) -> str:
        reply = self._transport.insist(
            "POST",
            "/upload/v1/files",
            headers={
                "X-Goog-Upload-Protocol": "resumable",
                "X-Goog-Upload-Command": "start",
                "X-Goog-Upload-Header-Content-Length": str(size),
                "X-Goog-Upload-Header-Content-Type": mime_type,
            },
            # No name of ours for it: what a sender called a file stays here.
            body={"file": {"name": name, "mimeType": mime_type}},
        )
        address = reply.headers.get("X-Goog-Upload-URL", "")
        if not address:
            raise GeminiProtocolError("no address to send to", status=200)
        return address

    def _send_piece(self, address: str, piece: bytes, *, offset: int, last: bool) -> Reply:
        return self._transport.send(
            "POST",
            address,
            headers={
                "X-Goog-Upload-Offset": str(offset),
                "X-Goog-Upload-Command": "upload, finalize" if last else "upload",
            },
            content=piece,
        )

    def _received(self, address: str, *, most: int) -> int:
        """Return how much arrived before a break. Raises GeminiError."""
        reply = self._transport.insist("POST", address, headers={"X-Goog-Upload-Command": "query"})
        if reply.headers.get("X-Goog-Upload-Status", "") != "active":
            # It was all there, and only the answer got lost: the caller finds it by its name.
            raise GeminiNoAnswer("the upload is over")
        said = reply.headers.get("X-Goog-Upload-Size-Received", "")
        if not said.isdecimal() or int(said) > most:
            raise GeminiProtocolError("no offset to go on from", status=200)
        return int(said)


def _question(prompt: Prompt, file: RemoteFile, caption: str) -> dict[str, Any]:
    parts: list[dict[str, Any]] = [{"fileData": {"fileUri": file.uri, "mimeType": file.mime_type}}]
    if caption:
        parts.append({"text": caption})
    return {
        "systemInstruction": {"parts": [{"text": prompt.instructions}]},
        "contents": [{"role": "user", "parts": parts}],
        "generationConfig": {
            "seed": 0,
            "candidateCount": 1,
            "maxOutputTokens": ANSWER_TOKENS,
            "responseMimeType": "application/json",
            "responseSchema": prompt.schema,
        },
    }


def _file_of(found: Mapping[str, Any]) -> RemoteFile:
    values = [found.get(name, "") for name in ("name", "uri", "mimeType", "state")]
    if not all(isinstance(one, str) for one in values) or not values[0] or not values[3]:
        raise GeminiProtocolError("no file", status=200)
    return RemoteFile(*values)


def _object(found: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = found.get(name)
    if not isinstance(value, dict):
        raise GeminiProtocolError(f"no {name}", status=200)
    return value


__all__ = ["Gemini", "GeminiError", "RemoteFile"]
