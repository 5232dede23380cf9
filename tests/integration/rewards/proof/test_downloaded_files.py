"""Real files and the stand-alone program: all agree, and no character can change unseen."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewards.services import keys
from rewards.services.proof.chain_file import chain_file
from rewards.services.proof.policy_file import file_of_creator, whole_file
from tests.factories.statements import SIGNER
from tests.integration.rewards.proof.verifier import load_verifier
from tests.integration.rewards.proof.worlds import a_world

pytestmark = pytest.mark.django_db
VERIFIER = load_verifier()
ALPHABET = "0123456789abcdefXYZ+/=-_.,:;{}[]\" 'é"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Ana's four weeks in one file, and the rules that they name."""
    world = a_world()
    statements, policies = tmp_path / "statements.json", tmp_path / "policies.json"
    statements.write_bytes(b"".join(chain_file(world.ana.pk)))
    policies.write_bytes(b"".join(file_of_creator(world.ana.pk)))
    return statements, policies


def verify(files: tuple[Path, Path], *more: str) -> int:
    return int(VERIFIER.main([str(files[0]), "--policies", str(files[1]), *more]))


def test_every_kind_of_line_agrees_and_is_explained(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    published = keys.signer().public_key
    assert verify(files, "--public-key", SIGNER.public_key, "--public-key", published) == 0
    said = capsys.readouterr().out
    for words in (
        "All agree: 4 statements",
        "less 2,000 (bought_views)",
        "waits for originality",
        "less 7.00 paid before",
        "by the fixed table",
        "set by a person: The wire of 3 May came twice – sorry (/staff/7)",
        "is carried to the next week",
        "follows 2025-W21",
        "go on where earlier ones left off",
    ):
        assert words in said


def test_the_whole_policy_file_does_as_well(files: tuple[Path, Path]) -> None:
    files[1].write_bytes(b"".join(whole_file()))
    assert verify(files, "--quiet") == 0


def test_each_statement_agrees_alone_and_says_that_it_is_part_of_a_chain(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    chain = json.loads(files[0].read_text())["statements"]
    paths = []
    for number, envelope in enumerate(chain):
        path = files[0].with_name(f"{number}.json")
        path.write_text(json.dumps(envelope))
        assert verify((path, files[1]), "--quiet") == 0
        paths.append(str(path))
    capsys.readouterr()
    assert VERIFIER.main([*paths[1:], "--policies", str(files[1])]) == 0
    assert "statements before it are not among these files" in capsys.readouterr().out


def edited(path: Path, edit: Callable[[Any], Any]) -> None:
    data = json.loads(path.read_text())
    edit(data)
    path.write_text(json.dumps(data))


def drop(number: int) -> Callable[[Any], Any]:
    return lambda data: data["statements"].pop(number)


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        (drop(0), "starts with 2025-W20, which names a statement before it: gap"),
        (drop(1), "2025-W21: it names another statement before it than 2025-W19: there is a gap"),
        (lambda data: data["statements"].append(data["statements"][0]), "two statements of this"),
        (lambda data: data.update(statements=data["statements"][:1] * 2), "two statements of this"),
    ],
)
def test_a_gap_in_the_chain_is_named(
    edit: Callable[[Any], Any],
    named: str,
    files: tuple[Path, Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    edited(files[0], edit)
    assert verify(files) == 1
    assert named in capsys.readouterr().out


def test_what_the_platform_itself_would_sign_wrongly_is_named(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """The owner of the key pays views twice; every sum, hash and signature is right."""

    def cheat(data: Any) -> None:
        envelope = data["statements"][1]
        body = envelope["statement"]
        line = next(x for x in body["lines"] if x["cause"].startswith("views:"))
        line["inputs"] |= {"counted_before": 0, "qualified_views": 128_000}
        paid = line["amount"]
        line["amount"] = 128 * 70
        body["total"] += line["amount"] - paid
        body["payable"] = body["total"]
        envelope["sha256"] = VERIFIER.sha256(body)
        envelope["signature"] = SIGNER.sign(VERIFIER.canonical(body))

    edited(files[0], cheat)
    assert verify(files) == 1
    said = capsys.readouterr().out
    assert "views counted before: the line says 0, the lines before it give 100,000" in said


def test_a_policy_file_that_is_not_signed_still_serves(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    def strip(data: Any) -> None:
        for name in ("sha256", "signature", "public_key", "key_fingerprint"):
            del data[name]

    edited(files[1], strip)
    assert verify(files) == 0
    assert "the policy file is not signed" in capsys.readouterr().out


def test_any_single_changed_character_is_found_and_named(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    originals = [path.read_text() for path in files]

    @settings(max_examples=500, deadline=None, database=None)
    @given(
        which=st.sampled_from([0, 1]),
        place=st.floats(min_value=0, max_value=1, exclude_max=True),
        character=st.sampled_from(ALPHABET),
    )
    def change(which: int, place: float, character: str) -> None:
        text = originals[which]
        position = int(place * len(text))
        changed = text[:position] + character + text[position + 1 :]
        if same(text, changed):
            return
        files[which].write_text(changed)
        try:
            code = verify(files, "--quiet")
        finally:
            files[which].write_text(text)
        said = capsys.readouterr()
        what = (files[which].name, position, text[position], character)
        assert code in (1, 2), what
        assert "Does not agree: " in said.out if code == 1 else said.err, what
        assert "Traceback" not in said.err

    change()


def same(text: str, changed: str) -> bool:
    """Say whether two spellings mean the same JSON, as 1.0 and 1e0 do."""
    try:
        return text == changed or bool(json.loads(text) == json.loads(changed))
    except ValueError:
        return False
