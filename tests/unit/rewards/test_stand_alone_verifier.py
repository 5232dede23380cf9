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


def verify(files: tuple[Path, Path], *more: str) -> int:
    return int(VERIFIER.main([str(files[0]), "--policies", str(files[1]), *more]))


def test_it_agrees_with_a_true_statement_and_says_what_it_did(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(files) == 0
    said = capsys.readouterr().out
    for words in (
        "ok     line 1, video 7    base: 35.00 USD",
        "50,000 views seen by 2026-11-15T00:00:00Z: +50,000",
        "x 70 minor units per 1,000 (market US)",
        "ok     line 2, video 7    bonus: 7.00 USD",
        "8,000 likes, 600 comments, 200 shares; among 200 videos of tiktok",
        "20 % of the base 35.00 of 2026-W46 (original)",
        "ok     total              42.00 USD, the sum of 2 lines",
        "All agree: 1 statement with 2 lines, every sum, hash and signature.",
        "The key was taken from the files.",
    ):
        assert words in said


def test_with_the_published_key_it_says_so(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(files, "--public-key", SIGNER.public_key) == 0
    said = capsys.readouterr().out
    assert "the one you gave" in said
    assert "taken from the files" not in said


def test_quietly_it_says_the_result_only(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(files, "--quiet", "--public-key", SIGNER.public_key) == 0
    assert capsys.readouterr().out.splitlines() == [
        "All agree: 1 statement with 2 lines, every sum, hash and signature."
    ]


def test_another_key_than_the_one_you_noted_is_named(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    other = Signer.from_seed(bytes(32)).public_key
    assert verify(files, "--public-key", other) == 1
    assert "not by the key you gave" in capsys.readouterr().out
    assert verify(files, "--public-key", other, "--public-key", SIGNER.public_key) == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "can't be read as JSON"),
        ("{", "can't be read as JSON"),
        ("[]", "holds no statement"),
        ('{"policies": []}', "holds no statement"),
        ('{"a": 1, "a": 2}', "the name 'a' stands twice"),
        ('{"statement": NaN}', "NaN is no number"),
        ('{"statements": [], "format": "other"}', "is no file of statements"),
        ("[" * 100_000, "can't be read as JSON"),
    ],
)
def test_a_file_that_is_no_statement_gets_a_sentence(
    text: str, sentence: str, files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    files[0].write_text(text)
    assert verify(files) == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert "All agree" not in said.out


def test_a_missing_file_and_a_bad_key_get_a_sentence(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(files, "--public-key", "abc") == 2
    assert "not 32 bytes in base64" in capsys.readouterr().err
    files[0].unlink()
    assert verify(files) == 2
    assert "can't be opened: No such file" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["statement.json"]])
def test_a_command_that_names_too_little_is_told_what_is_missing(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        VERIFIER.main(arguments)
    assert stopped.value.code == 2


@pytest.mark.parametrize("shape", [5, "text", [], {}, {"lines": 3}, {"lines": [1, {}]}, None])
def test_odd_shapes_are_named_and_never_agree(
    shape: Any, files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    for odd in (shape, {"statement": shape, "sha256": "", "signature": 1, "public_key": []}):
        files[0].write_text(json.dumps({"statements": [odd]}))
        assert verify(files) == 1
        assert "Does not agree" in capsys.readouterr().out
    files[0].write_text(json.dumps({"statement": shape}))
    assert verify(files) == 1
    files[1].write_text(json.dumps(shape))
    assert verify(files) == 1


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
    capsys: pytest.CaptureFixture[str],
) -> None:
    data = json.loads(files[0].read_text())
    change(data)
    files[0].write_text(json.dumps(data))
    assert verify(files) == 1
    assert f"Does not agree: week 2026-W46, {named}" in capsys.readouterr().out


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
