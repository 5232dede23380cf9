"""A record leaves signed, arrives as somebody else's word, and never mixes with what is ours."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creatorspark.core.models import AuditEntry, Creator, User
from creatorspark.lib.canonical import canonical_json, sha256_of
from creatorspark.lib.signing import Signer, fingerprint
from rewards import interface as rewards
from rewards.domain.history import NotAHistory, Profile, read_history
from rewards.models import CarriedHistory, SigningKey, TrustedIssuer
from rewards.services import keys
from rewards.services.proof import history
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.integration.rewards.proof.verifier import load_verifier
from tests.integration.rewards.proof.worlds import World, a_world

pytestmark = pytest.mark.django_db
VERIFIER = load_verifier()
ELSEWHERE = Signer.from_seed(b"e" * 32)


@pytest.fixture
def world() -> World:
    return a_world()


@pytest.fixture
def actor() -> User:
    return UserFactory()


def record_from_elsewhere(
    profile: Creator, *, signer: Signer = ELSEWHERE, **changes: Any
) -> dict[str, Any]:
    """Return a record that another instance signed about this profile."""
    videos = [
        {
            "platform": "tiktok",
            "external_id": str(number),
            "posted_at": "2024-05-01T00:00:00Z",
            "grade": "A",
            "score": "0.900000",
            "originality": "original",
            "base": 1_000 * number,
            "bonus": 200 * number,
            "currency": "EUR",
            "weeks": ["2024-W18", "2024-W19"],
        }
        for number in (1, 2, 3)
    ]
    body = {
        "format": "creatorspark-history-1",
        "issuer": {"name": "Other Spark", "url": "https://other.example"},
        "profiles": [{"platform": profile.platform, "external_id": profile.external_id}],
        "issued_at": "2024-06-01T00:00:00Z",
        "videos": videos,
        "totals": {"videos": 3, "weeks": 2, "paid": {"EUR": {"base": 6_000, "bonus": 1_200}}},
        "grade_policies": ["f" * 64],
    } | changes
    return {
        "history": body,
        "sha256": sha256_of(body),
        "signature": signer.sign(canonical_json(body)),
        "public_key": signer.public_key,
        "key_fingerprint": fingerprint(signer.public_key),
    }


def bring(
    creator: Creator, record: Any, actor: User, *, keys_file: bytes | None = None
) -> rewards.CarriedRecord:
    return rewards.bring_history(
        creator_id=creator.pk,
        file=json.dumps(record).encode(),
        keys_file=keys_file,
        actor=actor,
        now=NOW,
    )


# Taking it along --------------------------------------------------------------------------------
def test_the_record_says_what_statements_say_of_each_video(world: World) -> None:
    record = json.loads(rewards.history_file(creator_id=world.ana.pk, now=NOW))
    first, second = record["history"]["videos"]
    assert first["external_id"] == world.video.external_id
    assert first["grade"] == "A"
    assert first["originality"] == "original"
    assert first["weeks"] == ["2025-W19", "2025-W20", "2025-W21", "2025-W22"]
    paid = sum(video["base"] + video["bonus"] for video in (first, second))
    by_staff = -90_000 + 25
    assert paid == sum(week.total for week in world.weeks) - by_staff
    assert record["history"]["totals"] == {
        "videos": 2,
        "weeks": 4,
        "paid": {
            "USD": {
                "base": first["base"] + second["base"],
                "bonus": first["bonus"] + second["bonus"],
            }
        },
    }


def test_it_names_nobody(world: World) -> None:
    Creator.objects.filter(pk=world.ana.pk).update(
        handle="secret-handle", display_name="Secret Name", bio="secret bio"
    )
    file = rewards.history_file(creator_id=world.ana.pk, now=NOW).decode()
    assert "secret" not in file.lower()
    assert world.video.caption not in file


def test_the_stand_alone_program_agrees(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "record.json"
    path.write_bytes(rewards.history_file(creator_id=world.ana.pk, now=NOW))
    key = keys.signer().public_key
    assert VERIFIER.main(["--history", str(path), "--public-key", key]) == 0
    said = capsys.readouterr().out
    assert "All agree: the history's sums, hash and signature." in said
    assert "2 videos in 4 weeks" in said


def test_no_character_of_it_can_change_unseen(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "record.json"
    text = rewards.history_file(creator_id=world.ana.pk, now=NOW).decode()
    profile = Profile(platform=world.ana.platform, external_id=world.ana.external_id)
    assert read_history(text.encode()).fault(profile=profile) == ""

    @settings(max_examples=300, deadline=None, database=None)
    @given(
        place=st.floats(min_value=0, max_value=1, exclude_max=True),
        character=st.sampled_from('0123456789abcdefXYZ+/=-_.,:;{}[]" é'),
    )
    def change(place: float, character: str) -> None:
        position = int(place * len(text))
        changed = text[:position] + character + text[position + 1 :]
        try:
            if changed == text or json.loads(changed) == json.loads(text):
                return
        except ValueError:
            pass
        path.write_text(changed)
        assert VERIFIER.main(["--history", str(path), "--quiet"]) in (1, 2), (position, character)
        capsys.readouterr()
        try:
            fault = read_history(changed.encode()).fault(profile=profile)
        except NotAHistory:
            return
        assert fault in ("changed", "not_signed", "another_profile"), (position, character)

    change()


# Bringing it ------------------------------------------------------------------------------------
def test_a_trusted_issuers_record_is_verified(actor: User) -> None:
    creator = CreatorFactory()
    staff = UserFactory(staff=True)
    history.trust_issuer(name="Our friends", public_key=ELSEWHERE.public_key, actor=staff, now=NOW)
    record = bring(creator, record_from_elsewhere(creator), actor)
    assert record.is_verified
    assert record.issuer == "Our friends"
    assert record.verdict.startswith("Verified: Our friends signed it")
    assert record.sums.videos == 3
    assert record.sums.paid == (rewards.PaidSum(currency="EUR", base=6_000, bonus=1_200),)
    best = rewards.carried_videos(creator_id=creator.pk, history_id=record.history_id)[0]
    assert (best.external_id, best.base, best.weeks) == ("3", 3_000, 2)
    assert AuditEntry.objects.filter(action="rewards.history.brought").count() == 1


def test_a_key_that_the_creator_brings_only_tells_that_the_signature_fits(actor: User) -> None:
    creator = CreatorFactory()
    published = json.dumps({"keys": [{"public_key": ELSEWHERE.public_key}]}).encode()
    record = bring(creator, record_from_elsewhere(creator), actor)
    assert (record.basis, record.is_verified) == ("key_unknown", False)
    again = bring(creator, record_from_elsewhere(creator), actor, keys_file=published)
    assert (again.basis, again.is_verified) == ("key_brought", False)
    assert again.history_id == record.history_id
    plain = bring(
        creator, record_from_elsewhere(creator), actor, keys_file=ELSEWHERE.public_key.encode()
    )
    assert plain.basis == "key_brought"
    other = json.dumps({"keys": [{"public_key": Signer.from_seed(bytes(32)).public_key}]})
    assert (
        bring(creator, record_from_elsewhere(creator), actor, keys_file=other.encode()).basis
        == "key_unknown"
    )


def test_trust_and_distrust_reach_records_that_are_here_already(actor: User) -> None:
    creator = CreatorFactory()
    staff = UserFactory(staff=True)
    bring(creator, record_from_elsewhere(creator), actor)
    issuer = history.trust_issuer(
        name="Friends", public_key=ELSEWHERE.public_key, actor=staff, now=NOW
    )
    (record,) = rewards.carried_histories(creator_id=creator.pk)
    assert record.is_verified
    history.distrust_issuer(issuer, actor=staff)
    (record,) = rewards.carried_histories(creator_id=creator.pk)
    assert (record.basis, record.issuer) == ("key_unknown", "Other Spark")
    assert not TrustedIssuer.objects.exists()


def test_a_record_of_another_account_is_kept_and_unverified(actor: User) -> None:
    creator, other = CreatorFactory(), CreatorFactory()
    history.trust_issuer(
        name="Friends", public_key=ELSEWHERE.public_key, actor=UserFactory(staff=True), now=NOW
    )
    record = bring(creator, record_from_elsewhere(other), actor)
    assert (record.basis, record.is_verified) == ("another_profile", False)
    assert record.verdict == "Unverified: it names another account."


def sums_changed(record: dict[str, Any]) -> None:
    record["history"]["videos"][0]["base"] += 1


def signature_changed(record: dict[str, Any]) -> None:
    record["signature"] = Signer.from_seed(bytes(32)).sign(canonical_json(record["history"]))


def dishonest_sums(record: dict[str, Any]) -> None:
    record["history"]["totals"]["videos"] = 4
    record["sha256"] = sha256_of(record["history"])
    record["signature"] = ELSEWHERE.sign(canonical_json(record["history"]))


@pytest.mark.parametrize(
    ("change", "basis"),
    [
        (sums_changed, "changed"),
        (signature_changed, "not_signed"),
        (dishonest_sums, "changed"),
    ],
)
def test_a_changed_record_is_said_to_be_changed(
    change: Callable[[dict[str, Any]], None], basis: str, actor: User
) -> None:
    creator = CreatorFactory()
    history.trust_issuer(
        name="Friends", public_key=ELSEWHERE.public_key, actor=UserFactory(staff=True), now=NOW
    )
    record = record_from_elsewhere(creator)
    change(record)
    brought = bring(creator, record, actor)
    assert (brought.basis, brought.is_verified) == (basis, False)


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n", "no record from a Creator Spark site"),
        (b"[1]", "no record"),
        (b'{"statement": {}}', "This is a statement"),
        (b'{"history": {"format": "other"}}', "no record"),
        (b'{"history": {"format": "creatorspark-history-1"}}', "not made as records are"),
        (b"[" * 200_000, "no record"),
        (b" " * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        (b'{"a": NaN}', "no record"),
        (b'{"a": "\\u0000"}', "no record"),
        (b'{"a": "\\ud800"}', "no record"),
        (b'{"a": 1, "a": 1}', "not made as records are"),
        (b'{"a": 1e999}', "no record"),
    ],
)
def test_a_file_that_is_no_record_gets_a_sentence(file: bytes, sentence: str, actor: User) -> None:
    creator = CreatorFactory()
    with pytest.raises(rewards.HistoryRefused, match=sentence):
        rewards.bring_history(
            creator_id=creator.pk, file=file, keys_file=None, actor=actor, now=NOW
        )
    assert not CarriedHistory.objects.exists()


@pytest.mark.parametrize(
    "odd",
    [
        {"videos": [1]},
        {"videos": "x"},
        {"profiles": [1]},
        {"issuer": {"name": 1, "url": ""}},
        {"issued_at": "yesterday"},
        {"extra": 1},
        {"totals": []},
    ],
)
def test_odd_fields_are_refused_though_they_are_signed(odd: dict[str, Any], actor: User) -> None:
    creator = CreatorFactory()
    with pytest.raises(rewards.HistoryRefused, match="not made as records are"):
        bring(creator, record_from_elsewhere(creator, **odd), actor)


def test_keys_that_are_none_are_refused(actor: User) -> None:
    creator = CreatorFactory()
    for odd in (b"{}", b"[]", b"abc", b'{"keys": [{"public_key": 1}]}', b'{"keys": []}'):
        with pytest.raises(rewards.HistoryRefused, match="no public key"):
            bring(creator, record_from_elsewhere(creator), actor, keys_file=odd)


def test_a_record_from_here_need_not_be_brought(world: World, actor: User) -> None:
    signer = keys.signer()
    SigningKey.objects.create(
        public_key=signer.public_key, fingerprint=fingerprint(signer.public_key)
    )
    own = json.loads(rewards.history_file(creator_id=world.ana.pk, now=NOW))
    with pytest.raises(rewards.HistoryRefused, match="from here"):
        bring(world.ana, own, actor)


def test_five_records_are_enough_and_one_can_be_removed(actor: User) -> None:
    creator = CreatorFactory()
    for day in range(1, 6):
        bring(creator, record_from_elsewhere(creator, issued_at=f"2024-06-0{day}T00:00:00Z"), actor)
    with pytest.raises(rewards.HistoryRefused, match="You keep 5 records"):
        bring(creator, record_from_elsewhere(creator, issued_at="2024-06-09T00:00:00Z"), actor)
    first = rewards.carried_histories(creator_id=creator.pk)[-1]
    stranger = CreatorFactory()
    assert not rewards.remove_history(
        creator_id=stranger.pk, history_id=first.history_id, actor=actor
    )
    assert rewards.remove_history(creator_id=creator.pk, history_id=first.history_id, actor=actor)
    assert len(rewards.carried_histories(creator_id=creator.pk)) == 4
    assert AuditEntry.objects.filter(action="rewards.history.removed").count() == 1


def test_it_never_mixes_with_pay_grades_or_tiers(world: World, actor: User) -> None:
    later = NOW + timedelta(weeks=8)
    before = (
        rewards.earnings_overview(creator_id=world.ana.pk, now=later),
        rewards.history_sums(creator_id=world.ana.pk),
    )
    history.trust_issuer(
        name="Friends", public_key=ELSEWHERE.public_key, actor=UserFactory(staff=True), now=NOW
    )
    assert bring(world.ana, record_from_elsewhere(world.ana), actor).is_verified
    after = (
        rewards.earnings_overview(creator_id=world.ana.pk, now=later),
        rewards.history_sums(creator_id=world.ana.pk),
    )
    assert after == before
