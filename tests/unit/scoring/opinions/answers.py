"""An answer as the model gives it, to be broken in every way."""

import json
from typing import Any

GOOD: dict[str, Any] = {
    "visual": 71,
    "audio": 55,
    "text": 80,
    "sentiment": 0.75,
    "language": "en",
    "categories": [{"name": "food", "confidence": 0.9}],
    "causes": ["dark", "hum"],
    "safety": [],
}


def body(values: Any = None, **changes: Any) -> dict[str, Any]:
    """Return the body of `generateContent`'s answer with these values as its text."""
    text = json.dumps(GOOD if values is None else values)
    candidate: dict[str, Any] = {
        "content": {"role": "model", "parts": [{"text": text}]},
        "finishReason": "STOP",
        "index": 0,
    }
    return {
        "candidates": [candidate],
        "usageMetadata": {"promptTokenCount": 5400, "candidatesTokenCount": 90},
        "modelVersion": "gemini-3.8-flash",
    } | changes


def saying(text: str, **changes: Any) -> dict[str, Any]:
    """Return an answer whose text is exactly this."""
    found = body()
    found["candidates"][0]["content"]["parts"] = [{"text": text}]
    found["candidates"][0] |= changes
    return found
