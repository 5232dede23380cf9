"""Find or open the accounts that legs name."""

from collections.abc import Collection

from django.db import connection

from rewards.ledger.models import Account

POINTS = Account.Unit.POINTS


def creator_accounts(
    creator_ids: Collection[int],
    *,
    kind: Account.Kind = Account.Kind.CREATOR,
    unit: Account.Unit = POINTS,
) -> dict[int, int]:
    """Return the account id of each creator, opening the accounts that are missing."""
    wanted = sorted(set(creator_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO rewards_account (kind, unit, creator_id, tracked, balance, created_at)
            SELECT %s, %s, creator, true, 0, now() FROM unnest(%s::bigint[]) AS creator
            WHERE NOT EXISTS (
                SELECT FROM rewards_account
                WHERE kind = %s AND unit = %s AND creator_id = creator)
            ON CONFLICT DO NOTHING
            """,
            [kind.value, unit.value, wanted, kind.value, unit.value],
        )
    rows = Account.objects.filter(kind=kind, unit=unit, creator_id__in=wanted)
    return {owner: pk for owner, pk in rows.values_list("creator_id", "pk") if owner is not None}


def system_account(kind: Account.Kind, *, unit: Account.Unit = POINTS) -> int:
    """Return the id of the one account of this kind that belongs to no creator."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rewards_system_account(%s, %s)", [kind.value, unit.value])
        return int(cursor.fetchone()[0])
