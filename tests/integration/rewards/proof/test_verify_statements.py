"""The server makes every stored line again; whatever was changed is named."""

import json
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from creatorspark.lib.canonical import canonical_json, sha256_of
from rewards.domain.earnings import PaidViews
from rewards.models import EarningsLine, Statement
from rewards.services.proof.recompute import verify
from tests.factories import CreatorFactory, StatementFactory
from tests.factories.statements import WEEK, video_week, write_statement
from tests.integration.rewards.proof.worlds import World, a_world, tamper

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return a_world()


def faults(**chosen: Any) -> list[str]:
    return [str(fault) for fault in verify(**chosen).faults]


def test_all_that_was_written_agrees(world: World) -> None:
    result = verify()
    assert [str(fault) for fault in result.faults] == []
    assert result.statements == 5
    assert result.lines == EarningsLine.objects.count()
    kinds = set(EarningsLine.objects.values_list("kind", flat=True))
    assert kinds == {"base", "bonus", "bonus_remainder", "adjustment"}
    assert world.weeks[-1].carried_out < 0


def line(world: World, kind: str) -> EarningsLine:
    return EarningsLine.objects.filter(kind=kind, statement__creator=world.ana).earliest("pk")


@pytest.mark.parametrize("kind", ["base", "bonus", "bonus_remainder", "adjustment"])
def test_a_changed_amount_is_named_with_its_line(world: World, kind: str) -> None:
    row = line(world, kind)
    tamper("UPDATE rewards_earningsline SET amount = amount + 1 WHERE id = %s", row.pk)
    found = faults()
    where = f"creator {world.ana.pk}, {row.week:%G-W%V}, line {row.position}: amount"
    assert any(one.startswith(where) for one in found)
    assert any(", total: the row says" in one for one in found)


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("{views_to}", "999", "views_to is 999 in the row"),
        ("{qualified_views}", "1", "qualified_views says 1, recomputed 100000"),
        ("{rpm_minor}", '"71"', "rpm_minor says '71', recomputed '70"),
        ("{tier}", '"gold"', "rpm_minor"),
        ("{counted_before}", "5", "counted_before says 5, recomputed 0"),
    ],
)
def test_changed_inputs_of_a_base_are_named(
    world: World, path: str, value: str, named: str
) -> None:
    row = line(world, "base")
    tamper(
        "UPDATE rewards_earningsline SET inputs = jsonb_set(inputs, %s, %s) WHERE id = %s",
        path,
        value,
        row.pk,
    )
    assert any(named in one and f"line {row.position}:" in one for one in faults())


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("{grade,counts,likes}", "1000", "judgement"),
        ("{grade,letter}", '"B"', "grade.letter says 'B', recomputed 'A'"),
        ("{grade,score}", '"0.990000"', "grade.score says '0.990000'"),
        ("{grade,reference_sha256}", '"abc"', "there is no cohort abc"),
        ("{grade,policy_sha256}", '"abc"', "there is no grade policy abc"),
        ("{grade,counts}", "7", "its grade can't be read"),
        ("{base}", "7", "base says 7"),
        ("{paid_before}", "7", "paid_before says 7, recomputed 0"),
        ("{originality}", '"maybe"', "its inputs can't be read"),
    ],
)
def test_changed_inputs_of_a_bonus_are_named(
    world: World, path: str, value: str, named: str
) -> None:
    row = line(world, "bonus")
    tamper(
        "UPDATE rewards_earningsline SET inputs = jsonb_set(inputs, %s, %s) WHERE id = %s",
        path,
        value,
        row.pk,
    )
    assert any(named in one and f"line {row.position}:" in one for one in faults())


def test_changed_bytes_break_hash_and_signature(world: World) -> None:
    tamper(
        "UPDATE rewards_statement SET body = set_byte(body, 40, 65) WHERE id = %s",
        world.weeks[0].pk,
    )
    found = faults()
    assert any("hash: the stored bytes" in one for one in found)
    assert any("signature: it is not the key's" in one for one in found)


def forged(statement: Statement, **changes: Any) -> None:
    """Write other bytes with their right hash, as a forger without the key could."""
    body = json.loads(bytes(statement.body)) | changes
    tamper(
        "UPDATE rewards_statement SET body = %s, sha256 = %s WHERE id = %s",
        canonical_json(body),
        sha256_of(body),
        statement.pk,
    )


def test_a_forged_statement_differs_from_its_rows_and_breaks_the_chain(world: World) -> None:
    forged(world.weeks[0], total=1)
    found = faults()
    assert any(
        "total: 7000 in the row and 1 as signed" in one or "as signed" in one for one in found
    )
    assert any("signature" in one for one in found)
    second = f"creator {world.ana.pk}, {world.weeks[1].week:%G-W%V}, previous_sha256:"
    assert any(one.startswith(second) for one in found)


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        (
            "UPDATE rewards_statement SET total = total + 1, payable = payable + 1 "
            "WHERE carried_in = 0 AND carried_out = 0",
            "total: the row",
        ),
        ("UPDATE rewards_statement SET signature = 'AAAA'", "signature: it is not"),
        (
            "UPDATE rewards_statement SET previous_id = id WHERE carried_out < 0",
            "of a later week",
        ),
        ("UPDATE rewards_earningsline SET position = position + 1000", "positions: "),
        ("DELETE FROM rewards_earningsline WHERE kind = 'bonus_remainder'", "number of lines"),
        (
            "UPDATE rewards_earningsline SET judgement = 'B:original' WHERE kind = 'bonus'",
            "judgement",
        ),
        ("UPDATE rewards_earningsline SET waiting = 9 WHERE kind = 'bonus'", "waiting says 9"),
        ("UPDATE rewards_earningsline SET counted = 9 WHERE kind = 'base'", "counted says 9"),
        (
            "UPDATE rewards_earningsline SET statement_id = statement_id + 900000",
            "no statement",
        ),
        ("UPDATE rewards_payout SET amount = amount + 5", "payout: its parts add up to"),
        ("DELETE FROM rewards_payout", "payout: its parts add up to 0"),
        ("UPDATE rewards_payout SET currency = 'EUR'", "payout: it is in EUR"),
        (
            "UPDATE rewards_entry SET amount = amount + 1 WHERE amount > 0",
            "was posted to pending USD",
        ),
        ("DELETE FROM rewards_entry", "there is no transaction earnings:"),
        (
            "UPDATE rewards_transaction SET idempotency_key = 'earnings:x:' || id",
            "has no statement",
        ),
        ("UPDATE rewards_staffadjustment SET amount = 26 WHERE amount = 25", "staff asked for 26"),
        ("UPDATE rewards_staffadjustment SET reason = 'Other'", "reason says"),
        ("UPDATE rewards_weekclose SET total = total + 1", "; stored are "),
        ("UPDATE core_policy SET effective_from = now() WHERE kind = 'pay'", "not in force when"),
        (
            "UPDATE core_policy SET parameters = jsonb_set(parameters, '{currency}', '\"GBP\"') "
            "WHERE kind = 'pay'",
            "its parameters don't have the hash",
        ),
        (
            "UPDATE core_policy SET parameters = jsonb_set(parameters, '{min_views}', '7') "
            "WHERE kind = 'grade'",
            "doesn't have the hash it is named by",
        ),
        (
            "UPDATE scoring_cohortreference SET parameters = "
            "jsonb_set(parameters, '{grid,50}', '0.5')",
            "cohort tiktok",
        ),
    ],
)
def test_whatever_was_changed_is_named(world: World, sql: str, named: str) -> None:
    tamper(sql.replace("%", "%%"))
    assert any(named in one for one in faults())


def test_views_paid_a_second_time_are_named_though_every_sum_is_right(world: World) -> None:
    """A dishonest close that forgets what was counted signs a statement that adds up."""
    honest = video_week(world.video, week=WEEK + timedelta(weeks=5), views=100_000)
    write_statement(
        world.ana,
        week=WEEK + timedelta(weeks=5),
        videos=[replace(honest, before=PaidViews(), bases=())],
    )
    assert any("counted_before says 0, recomputed 90000" in one for one in faults())


def test_one_creator_or_week_can_be_chosen(world: World) -> None:
    tamper("UPDATE rewards_statement SET signature = 'AAAA' WHERE id = %s", world.weeks[1].pk)
    assert verify(creator_id=world.ben.pk).faults == ()
    assert verify(week=world.weeks[0].week).faults == ()
    assert verify(week=world.weeks[0].week).statements == 2
    assert len(verify(creator_id=world.ana.pk).faults) == 1
    assert len(verify(creator_id=world.ana.pk, week=world.weeks[1].week).faults) == 1


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_statements", "--no-progress", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_that_all_agree(world: World) -> None:
    assert "All agree: 5 statement(s)" in run()
    assert "All agree: 4 statement(s)" in run("--creator", "@Ana")
    assert "All agree: 1 statement(s)" in run("--creator", str(world.ben.pk), "--week", "2025-W19")
    assert json.loads(run("--json"))["faults"] == []


def test_the_command_fails_and_names_each_fault(world: World) -> None:
    row = line(world, "base")
    tamper("UPDATE rewards_earningsline SET amount = amount + 1 WHERE id = %s", row.pk)
    out = StringIO()
    with pytest.raises(CommandError, match="do not agree"):
        call_command("verify_statements", "--no-progress", stdout=out)
    assert f"creator {world.ana.pk}, 2025-W19, line {row.position}: amount" in out.getvalue()
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_statements", "--no-progress", "--json", stdout=out)
    fault = json.loads(out.getvalue())["faults"][0]
    assert fault["creator"] == world.ana.pk
    assert fault["week"] == "2025-W19"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--creator", "@nobody"], "no creator @nobody"),
        (["--creator", "999999"], "no creator 999999"),
        (["--week", "May"], "no ISO week"),
    ],
)
def test_the_command_refuses_what_it_does_not_know(
    world: World, arguments: list[str], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(*arguments)


def test_two_creators_of_one_name_must_be_told_apart(world: World) -> None:
    CreatorFactory(handle="ana", platform="youtube")
    with pytest.raises(CommandError, match="Several creators are called @ana"):
        run("--creator", "@ana")


def test_queries_do_not_grow_with_statements(world: World) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        verify()
    for _ in range(10):
        StatementFactory()
    with CaptureQueriesContext(connection) as many:
        assert verify().faults == ()
    assert len(many) == len(few)
