"""What the code promises about appeals, the database enforces."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from creatorspark.core.models import Appeal
from tests.factories import NOW
from tests.integration.core.appeals.scene import Scene


def refused(sql: str, *values: Any) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cur:
        cur.execute(sql, values)
    return str(caught.value)


@pytest.mark.parametrize("table", ["core_decision", "core_appealstep"])
def test_what_was_decided_is_never_edited_or_deleted(scene: Scene, table: str):
    scene.decide(scene.file(), "upheld")
    time = "decided_at" if table == "core_decision" else "at"
    words = "reason" if table == "core_decision" else "words"
    assert "only the words" in refused(f"DELETE FROM {table}")
    assert "only the words" in refused(f"UPDATE {table} SET {time} = %s", NOW)
    assert "only the words" in refused(f"UPDATE {table} SET {words} = 'better'")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {words} = ''")


def test_one_open_appeal_a_subject(scene: Scene):
    appeal = scene.file()
    named = ", ".join(str(field.column) for field in Appeal._meta.concrete_fields[1:])
    again = f"INSERT INTO core_appeal ({named}) SELECT {named} FROM core_appeal WHERE id = %s"
    assert "appeal_one_open_per_subject" in refused(again, appeal.pk)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("state = 'lost', closed_at = filed_at", "appeal_state_known"),
        ("look = 2", "appeal_second_look_names_first"),
        ("state = 'waiting'", "appeal_waits_only_while_waiting"),
        ("state = 'upheld'", "appeal_closed_when_over"),
        ("due_at = filed_at", "appeal_due_after_filing"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(scene: Scene, change: str, constraint: str):
    appeal = scene.file()
    assert constraint in refused(f"UPDATE core_appeal SET {change} WHERE id = %s", appeal.pk)
