"""What goes into the files that people download to check their pay."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from creatorspark.core.models import Creator


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedRules:
    """Hashes of the policies and the frozen cohorts that lines refer to."""

    policies: frozenset[str]
    references: frozenset[str]


def numbers_of(creator_id: int) -> list[int]:
    """Return a creator's number, and those of the profiles that were merged into it."""
    absorbed = Creator.objects.filter(merged_into=creator_id).order_by("pk")
    return [creator_id, *absorbed.values_list("pk", flat=True)]


def rules_named(creator_ids: Sequence[int], *, week: date | None = None) -> NamedRules:
    """Return what the lines of creators' statements refer to, or those of one week."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT policy.sha256, line.inputs -> 'grade' ->> 'policy_sha256',
                line.inputs -> 'grade' ->> 'reference_sha256'
            FROM rewards_statement st
            JOIN rewards_earningsline line ON line.statement_id = st.id
            JOIN core_policy policy ON policy.id = line.policy_id
            WHERE st.creator_id = ANY(%s) AND (%s::date IS NULL OR st.week = %s)
            """,
            [list(creator_ids), week, week],
        )
        rows = cursor.fetchall()
    return NamedRules(
        policies=frozenset(sha256 for row in rows for sha256 in row[:2] if sha256),
        references=frozenset(row[2] for row in rows if row[2]),
    )


def bodies(creator_ids: Sequence[int]) -> Iterator[tuple[bytes, str, str, str, str]]:
    """Yield body, hash, signature, public key and its fingerprint of statements, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT st.body, st.sha256, st.signature, key.public_key, key.fingerprint
            FROM rewards_statement st JOIN rewards_signingkey key ON key.id = st.key_id
            WHERE st.creator_id = ANY(%s) ORDER BY st.creator_id, st.week
            """,
            [list(creator_ids)],
        )
        while rows := cursor.fetchmany(200):
            for body, sha256, signature, public_key, name in rows:
                yield bytes(body), sha256, signature, public_key, name
