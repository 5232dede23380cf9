"""The verifier that anyone can run agrees with the platform's maths, and finds a changed digit."""

import base64
import importlib.util
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from creatorspark.lib.canonical import canonical_json, sha256_of
from creatorspark.lib.signing import Signer
from rewards.domain.bonus import Grade, Originality
from rewards.domain.earnings import GradeFacts, PaidViews, VideoWeek, lines_for
from rewards.domain.pay_policy import DEFAULT_PARAMETERS as PAY
from rewards.domain.pay_policy import PayPolicy, VideoTerms
from rewards.domain.statement import StatementBody, StatementLine
from scoring.domain.engagement import DEFAULT_PARAMETERS as GRADES
from scoring.domain.engagement import Counts, GradePolicy, freeze_reference, grade_one

SCRIPT = Path(__file__).parents[3] / "docs" / "verify" / "verify_statement.py"
SIGNER = Signer.from_seed(bytes(range(32)))
TERMS = VideoTerms(platform="tiktok", market="US", niche="food", tier="", seconds=20, age_days=9)
COUNTS = {"views": 50_000, "likes": 8_000, "comments": 600, "shares": 200, "saves": None}


def load_script() -> Any:
    spec = importlib.util.spec_from_file_location("verify_statement", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


VERIFIER = load_script()


def column(value: float | None) -> np.ndarray:
    return np.array([np.nan if value is None else float(value)])


def cohort() -> Counts:
    rng = np.random.default_rng(3)
    views = np.asarray(np.round(np.exp(rng.normal(9, 1.5, 200))) + 100, dtype=np.float64)
    unknown = np.full(200, np.nan)
    return Counts(
        views=views,
        likes=np.round(views * rng.beta(2, 20, 200)),
        comments=np.round(views * 0.01),
        shares=np.round(views * rng.beta(1, 200, 200)),
        saves=unknown,
        watch_through=unknown,
    )


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A signed statement of one graded, original video, and the public policy file."""
    rules = GradePolicy.from_parameters(GRADES)
    reference = freeze_reference(cohort(), policy=rules)
    counts = Counts(**{k: column(v) for k, v in COUNTS.items()}, watch_through=column(None))
    grade = grade_one(counts, policy=rules, reference=reference)
    assert grade.letter == "A"
    facts = GradeFacts(
        letter=Grade(grade.letter),
        score=f"{grade.score:.6f}",
        counts=COUNTS | {"watch_through": None},
        policy_sha256=sha256_of(GRADES),
        reference_sha256=sha256_of(reference.to_json()),
    )
    video = VideoWeek(
        video_id=7,
        terms=TERMS,
        views=50_000,
        observed_at="2026-11-15T00:00:00Z",
        exclusions=(),
        before=PaidViews(),
        bases=(),
        grade=facts,
        originality=Originality.ORIGINAL,
    )
    lines = lines_for(
        video, week="2026-W46", policy=PayPolicy.from_parameters(PAY, sha256=sha256_of(PAY))
    )
    body = StatementBody(
        creator_id=1,
        week="2026-W46",
        currency="USD",
        previous_sha256=None,
        carried_in=0,
        lines=[
            StatementLine(
                video_id=line.video_id,
                kind=str(line.kind),
                cause=line.cause,
                amount=line.amount,
                policy_sha256=line.policy_sha256,
                inputs=line.inputs,
            )
            for line in lines
        ],
    )
    envelope = {
        "statement": body.to_json(),
        "sha256": body.sha256,
        "signature": SIGNER.sign(body.signed_bytes),
        "public_key": SIGNER.public_key,
    }
    policies = {
        "policies": [
            {"kind": "pay", "version": "pay-1", "parameters": PAY, "sha256": sha256_of(PAY)},
            {"kind": "grade", "version": "g-1", "parameters": GRADES, "sha256": sha256_of(GRADES)},
        ],
        "references": [
            {
                "cohort": "tiktok",
                "parameters": reference.to_json(),
                "sha256": sha256_of(reference.to_json()),
            }
        ],
    }
    statement, book = tmp_path / "statement.json", tmp_path / "policies.json"
    statement.write_text(json.dumps(envelope))
    book.write_text(json.dumps(policies))
    return statement, book


def verify(files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> int:
    arguments = ["verify", str(files[0]), "--policies", str(files[1]), "--quiet"]
    monkeypatch.setattr("sys.argv", arguments)
    return int(VERIFIER.main())


def test_it_agrees_with_a_true_statement(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(files, monkeypatch) == 0
    assert "All agrees: 1 statement(s)" in capsys.readouterr().out


def set_amount(data: Any) -> None:
    data["statement"]["lines"][1]["amount"] += 1


def set_views(data: Any) -> None:
    data["statement"]["lines"][0]["inputs"]["views_to"] += 1


def set_likes(data: Any) -> None:
    data["statement"]["lines"][1]["inputs"]["grade"]["counts"]["likes"] -= 1


def set_total(data: Any) -> None:
    data["statement"]["total"] += 1


def set_hash(data: Any) -> None:
    data["sha256"] = "0" * 64


def set_signature(data: Any) -> None:
    data["signature"] = base64.b64encode(bytes(64)).decode()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (set_amount, "line 2"),
        (set_views, "line 1"),
        (set_likes, "line 2"),
        (set_total, "total"),
        (set_hash, "hash"),
        (set_signature, "signature"),
    ],
)
def test_it_names_what_was_changed(
    change: Callable[[Any], None],
    named: str,
    files: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data = json.loads(files[0].read_text())
    change(data)
    files[0].write_text(json.dumps(data))
    assert verify(files, monkeypatch) == 1
    assert f"Does not agree: {named}" in capsys.readouterr().out


def test_its_ed25519_agrees_with_a_library() -> None:
    for length in range(20):
        signer, message = Signer.from_seed(os.urandom(32)), os.urandom(length)
        key = base64.b64decode(signer.public_key)
        signature = base64.b64decode(signer.sign(message))
        assert VERIFIER.ed25519_valid(key, message, signature)
        assert not VERIFIER.ed25519_valid(key, message + b"x", signature)


def test_its_canonical_json_is_ours() -> None:
    value = {"b": [1.0, 0.1, 1e-7, None, True], "a": {"ü": "é", "n": -3}}
    assert VERIFIER.canonical(value) == canonical_json(value)
