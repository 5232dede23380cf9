"""A creator's record that travels: what an instance says of their videos, signed. Pure.

It holds ids of the platform, never names. Elsewhere it is shown as what it is, somebody else's
word, and is never part of pay, grades or tiers.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from creatorspark.lib.canonical import canonical_json
from creatorspark.lib.signing import fingerprint, is_valid

FORMAT: Final = "creatorspark-history-1"
KEYS_FORMAT: Final = "creatorspark-keys-1"
MAX_BYTES: Final = 5 * 1024 * 1024
MAX_VIDEOS: Final = 50_000

VIDEO_FIELDS: Final = {
    "platform": str,
    "external_id": str,
    "posted_at": str,
    "grade": str,
    "score": str,
    "originality": str,
    "base": int,
    "bonus": int,
    "currency": str,
    "weeks": list,
}
BODY_FIELDS: Final = {
    "format": str,
    "issuer": dict,
    "profiles": list,
    "issued_at": str,
    "videos": list,
    "totals": dict,
    "grade_policies": list,
}
ENVELOPE_FIELDS: Final = {
    "history": dict,
    "sha256": str,
    "signature": str,
    "public_key": str,
    "key_fingerprint": str,
}


class NotAHistory(ValueError):
    """The file is no history; `code` says why, for whoever words it."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail or code)
        self.code = code


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryVideo:
    """What an instance says of one video; sums in minor units of `currency`.

    `grade` and `originality` are empty where none was given; `weeks` those in which it was paid.
    """

    platform: str
    external_id: str
    posted_at: str
    grade: str
    score: str
    originality: str
    base: int
    bonus: int
    currency: str
    weeks: Sequence[str]

    def to_json(self) -> dict[str, Any]:
        """Return the video as the file states it."""
        return {name: getattr(self, name) for name in VIDEO_FIELDS} | {"weeks": list(self.weeks)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """A profile on a platform, by ids only."""

    platform: str
    external_id: str


def history_body(
    *,
    issuer_name: str,
    issuer_url: str,
    profiles: Sequence[Profile],
    issued_at: datetime,
    videos: Sequence[HistoryVideo],
    grade_policies: Sequence[str],
) -> dict[str, Any]:
    """Return what is signed."""
    return {
        "format": FORMAT,
        "issuer": {"name": issuer_name, "url": issuer_url},
        "profiles": [{"platform": p.platform, "external_id": p.external_id} for p in profiles],
        "issued_at": issued_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "videos": [video.to_json() for video in videos],
        "totals": totals_of([video.to_json() for video in videos]),
        "grade_policies": sorted(grade_policies),
    }


def totals_of(videos: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the sums over the videos: how many, in how many weeks, and what they were paid."""
    paid: dict[str, dict[str, int]] = {}
    weeks: set[str] = set()
    for video in videos:
        own = paid.setdefault(video["currency"], {"base": 0, "bonus": 0})
        own["base"] += video["base"]
        own["bonus"] += video["bonus"]
        weeks.update(video["weeks"])
    return {"videos": len(videos), "weeks": len(weeks), "paid": paid}


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """A history as it was read: its body, and what is said to prove it."""

    body: Mapping[str, Any]
    sha256: str
    signature: str
    public_key: str
    key_fingerprint: str

    @property
    def issuer(self) -> str:
        """Return the name that the issuer gives itself."""
        return str(self.body["issuer"]["name"])

    @property
    def _names_its_key(self) -> bool:
        try:
            return fingerprint(self.public_key) == self.key_fingerprint
        except ValueError:
            return False

    def fault(self, *, profile: Profile) -> str:
        """Return what keeps it from being this profile's signed record; empty when nothing does.

        "changed", "not_signed" or "another_profile".
        """
        signed = canonical_json(self.body)
        if hashlib.sha256(signed).hexdigest() != self.sha256:
            return "changed"
        if totals_of(self.body["videos"]) != self.body["totals"] or not self._names_its_key:
            return "changed"
        if not is_valid(signed, signature=self.signature, public_key=self.public_key):
            return "not_signed"
        named = {"platform": profile.platform, "external_id": profile.external_id}
        return "" if named in self.body["profiles"] else "another_profile"


def read_history(data: bytes) -> History:
    """Read a history file. Raises NotAHistory with a code: what it is instead, or what it lacks."""
    envelope = _read_json(data)
    if not isinstance(envelope, dict):
        raise NotAHistory("other_file")
    if "statement" in envelope or "statements" in envelope:
        raise NotAHistory("statement_file")
    body = envelope.get("history")
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise NotAHistory("other_file")
    _check_fields("the file", envelope, ENVELOPE_FIELDS)
    _check_fields("the history", body, BODY_FIELDS)
    _check_fields("the issuer", body["issuer"], {"name": str, "url": str})
    if len(body["videos"]) > MAX_VIDEOS:
        raise NotAHistory("too_large")
    for profile in body["profiles"]:
        _check_fields("a profile", profile, {"platform": str, "external_id": str})
    for video in body["videos"]:
        _check_fields("a video", video, VIDEO_FIELDS)
        if not all(isinstance(week, str) for week in video["weeks"]):
            raise NotAHistory("odd_field", "weeks")
    _check_issued(body["issued_at"])
    return History(
        body=body,
        sha256=envelope["sha256"],
        signature=envelope["signature"],
        public_key=envelope["public_key"],
        key_fingerprint=envelope["key_fingerprint"],
    )


def read_public_keys(data: bytes) -> list[str]:
    """Return the keys of a published list, or the one key given as text. Raises NotAHistory."""
    text = data.decode("utf-8", errors="replace").strip()
    if text and not text.startswith(("{", "[")):
        return [_checked_key(text)]
    file = _read_json(data)
    rows = file.get("keys") if isinstance(file, dict) else None
    if not isinstance(rows, list) or not rows:
        raise NotAHistory("no_keys")
    return [_checked_key(row.get("public_key") if isinstance(row, dict) else None) for row in rows]


def _checked_key(key: object) -> str:
    try:
        if isinstance(key, str) and len(key) == 44:
            fingerprint(key)
            return key
    except ValueError:
        pass
    raise NotAHistory("no_keys")


def _read_json(data: bytes) -> Any:
    if len(data) > MAX_BYTES:
        raise NotAHistory("too_large")
    if not data.strip():
        raise NotAHistory("empty")
    try:
        found = json.loads(data.decode("utf-8"), object_pairs_hook=_once)
        spelled = canonical_json(found)
    except NotAHistory:
        raise
    except (ValueError, TypeError, RecursionError) as fault:
        raise NotAHistory("other_file") from fault
    if b"\\u0000" in spelled:
        # The database could not keep it as it was signed.
        raise NotAHistory("other_file")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotAHistory("odd_field", "twice")
    return found


def _check_fields(title: str, value: object, wanted: Mapping[str, type]) -> None:
    if not isinstance(value, dict) or set(value) != set(wanted):
        raise NotAHistory("odd_field", title)
    for name, kind in wanted.items():
        if not isinstance(value[name], kind) or isinstance(value[name], bool):
            raise NotAHistory("odd_field", name)


def _check_issued(text: str) -> None:
    try:
        datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007 (the Z says UTC)
    except ValueError as fault:
        raise NotAHistory("odd_field", "issued_at") from fault
