"""What no single statement shows: sums of weeks, and rows that nothing belongs to."""

from collections.abc import Iterator

from django.db import connection

# Of all statements together: a query of sentences, one a fault.
OVERALL: dict[str, str] = {
    "every line belongs to a statement": """
        SELECT 'line ' || line.id || ' belongs to no statement' FROM rewards_earningsline line
        LEFT JOIN rewards_statement st ON st.id = line.statement_id WHERE st.id IS NULL
    """,
    "every posting of earnings has its statement": """
        SELECT 'ledger transaction ' || booked.idempotency_key || ' has no statement'
        FROM rewards_transaction booked
        WHERE booked.kind = 'earnings' AND booked.idempotency_key LIKE 'earnings:%'
            AND NOT EXISTS (
                SELECT FROM rewards_statement st WHERE booked.idempotency_key =
                    'earnings:' || st.creator_id || ':' || to_char(st.week, 'IYYY"-W"IW'))
    """,
    "every sum by staff that was paid has its line": """
        SELECT 'staff adjustment ' || staff.id || ' names a statement without its line'
        FROM rewards_staffadjustment staff
        LEFT JOIN rewards_earningsline line ON line.statement_id = staff.statement_id
            AND line.cause = 'staff:' || staff.id
        WHERE staff.statement_id IS NOT NULL AND line.id IS NULL
    """,
    "every closed week counts what its statements say": """
        SELECT 'week ' || to_char(week_close.week, 'IYYY"-W"IW') || ' says '
            || week_close.statements || ' statements, ' || week_close.lines || ' lines, '
            || week_close.total || '; stored are ' || count(st.id) || ', '
            || coalesce(sum(st.line_count), 0) || ', ' || coalesce(sum(st.total), 0)
        FROM rewards_weekclose week_close
        LEFT JOIN rewards_statement st ON st.close_id = week_close.id
        WHERE week_close.closed_at IS NOT NULL
        GROUP BY week_close.id
        HAVING (week_close.statements, week_close.lines, week_close.total)
            <> (count(st.id), coalesce(sum(st.line_count), 0), coalesce(sum(st.total), 0))
    """,
    "every week was paid by the policy in force when it began": """
        SELECT 'week ' || to_char(week_close.week, 'IYYY"-W"IW') || ' was paid by '
            || policy.version || ', which was not in force when it began'
        FROM rewards_weekclose week_close
        JOIN core_policy policy ON policy.id = week_close.policy_id
        WHERE policy.kind <> 'pay' OR policy.state = 'draft'
            OR policy.effective_from > week_close.week::timestamp AT TIME ZONE 'UTC'
            OR policy.effective_until <= week_close.week::timestamp AT TIME ZONE 'UTC'
    """,
}


def overall_faults() -> Iterator[str]:
    """Yield a sentence for each fault that no single statement shows."""
    with connection.cursor() as cursor:
        for query in OVERALL.values():
            cursor.execute(query)
            for (sentence,) in cursor.fetchall():
                yield str(sentence)
