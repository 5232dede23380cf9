"""Gemini's protocol over HTTP: files that are sent in pieces, and questions about them."""

from scoring.services.opinions.gemini.client import Gemini, RemoteFile
from scoring.services.opinions.gemini.transport import (
    GeminiBusy,
    GeminiError,
    GeminiKeyRefused,
    GeminiNoAnswer,
    GeminiProtocolError,
    GeminiRequestRefused,
)

__all__ = [
    "Gemini",
    "GeminiBusy",
    "GeminiError",
    "GeminiKeyRefused",
    "GeminiNoAnswer",
    "GeminiProtocolError",
    "GeminiRequestRefused",
    "RemoteFile",
]
