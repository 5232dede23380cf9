"""What the ledger's code promises, the database enforces: see docs/ledger.md.

* A transaction commits only with legs that sum to zero in each unit (deferred constraint triggers).
* Transactions and entries are append-only; a committed transaction takes no more entries.
* The balance of a tracked account moves with its entries and by nothing else, so that the check
  on the balance refuses overspending, whoever writes the entry.
"""

from django.db import migrations, models

BALANCED = """
CREATE FUNCTION rewards_check_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted bigint;
    units int;
    crooked int;
BEGIN
    IF TG_RELID = 'rewards_entry'::regclass THEN
        wanted := NEW.transaction_id;
    ELSE
        wanted := NEW.id;
    END IF;
    SELECT count(*), count(*) FILTER (WHERE total <> 0) INTO units, crooked
    FROM (
        SELECT sum(entry.amount) AS total
        FROM rewards_entry entry JOIN rewards_account account ON account.id = entry.account_id
        WHERE entry.transaction_id = wanted
        GROUP BY account.unit
    ) AS per_unit;
    -- A leg is never zero, so a unit that sums to zero has two legs or more.
    IF units = 0 OR crooked > 0 THEN
        RAISE EXCEPTION 'ledger transaction % is not balanced', wanted
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transaction_is_balanced',
                  HINT = 'Its legs must be two or more and sum to zero in each unit.';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER rewards_transaction_is_balanced AFTER INSERT ON rewards_transaction
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rewards_check_balanced();
CREATE CONSTRAINT TRIGGER rewards_entry_is_balanced AFTER INSERT ON rewards_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rewards_check_balanced();
"""
UNDO_BALANCED = """
DROP TRIGGER rewards_entry_is_balanced ON rewards_entry;
DROP TRIGGER rewards_transaction_is_balanced ON rewards_transaction;
DROP FUNCTION rewards_check_balanced();
"""

# The top-level transaction's number, not xmin: a savepoint has an xmin of its own.
POSTED_IN = """
ALTER TABLE rewards_transaction
    ADD COLUMN posted_in xid8 NOT NULL DEFAULT pg_current_xact_id();
"""
UNDO_POSTED_IN = "ALTER TABLE rewards_transaction DROP COLUMN posted_in;"

BALANCES = """
CREATE FUNCTION rewards_apply_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed bigint;
BEGIN
    SELECT booked.id INTO closed
    FROM posted JOIN rewards_transaction booked ON booked.id = posted.transaction_id
    WHERE booked.posted_in <> pg_current_xact_id()
    LIMIT 1;
    IF closed IS NOT NULL THEN
        RAISE EXCEPTION 'ledger transaction % was committed and takes no more entries', closed
            USING ERRCODE = 'restrict_violation';
    END IF;
    UPDATE rewards_account account SET balance = account.balance + moved.total
    FROM (SELECT account_id, sum(amount)::bigint AS total FROM posted GROUP BY account_id) moved
    WHERE account.id = moved.account_id AND account.tracked;
    RETURN NULL;
END $$;

CREATE TRIGGER rewards_entry_moves_balance AFTER INSERT ON rewards_entry
    REFERENCING NEW TABLE AS posted
    FOR EACH STATEMENT EXECUTE FUNCTION rewards_apply_entries();

CREATE FUNCTION rewards_guard_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Depth 2 is the trigger above at work; depth 1 is somebody's own UPDATE.
    IF TG_OP = 'UPDATE' AND pg_trigger_depth() > 1
        AND (NEW.kind, NEW.unit, NEW.tracked) = (OLD.kind, OLD.unit, OLD.tracked)
        AND NEW.creator_id IS NOT DISTINCT FROM OLD.creator_id
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an account starts at zero and its balance moves only with ledger entries'
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER rewards_account_starts_at_zero BEFORE INSERT ON rewards_account
    FOR EACH ROW WHEN (NEW.balance <> 0) EXECUTE FUNCTION rewards_guard_account();
CREATE TRIGGER rewards_account_is_kept_by_entries BEFORE UPDATE ON rewards_account
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION rewards_guard_account();
"""
UNDO_BALANCES = """
DROP TRIGGER rewards_account_is_kept_by_entries ON rewards_account;
DROP TRIGGER rewards_account_starts_at_zero ON rewards_account;
DROP FUNCTION rewards_guard_account();
DROP TRIGGER rewards_entry_moves_balance ON rewards_entry;
DROP FUNCTION rewards_apply_entries();
"""

TRUNCATE = """
CREATE FUNCTION rewards_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Django empties the tables of its own throw-away test databases between tests.
    IF current_database() NOT LIKE 'test\\_%' THEN
        RAISE EXCEPTION '% is append-only: it is never emptied', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
"""


def append_only(table: str) -> migrations.RunSQL:
    """Refuse UPDATE, DELETE and TRUNCATE of `table`."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION core_refuse_change();"
        f"CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION rewards_refuse_truncate();",
        f"DROP TRIGGER {table}_is_never_emptied ON {table};"
        f"DROP TRIGGER {table}_is_append_only ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("rewards", "0002_lean_indexes"), ("core", "0002_append_only")]

    operations = [
        migrations.RemoveConstraint(model_name="account", name="account_never_below_zero"),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(kind="recovery", balance__lte=0)
                | (~models.Q(kind="recovery") & models.Q(balance__gte=0)),
                name="account_never_below_zero",
            ),
        ),
        migrations.RunSQL(POSTED_IN, UNDO_POSTED_IN),
        migrations.RunSQL(BALANCED, UNDO_BALANCED),
        migrations.RunSQL(BALANCES, UNDO_BALANCES),
        migrations.RunSQL(TRUNCATE, "DROP FUNCTION rewards_refuse_truncate();"),
        append_only("rewards_transaction"),
        append_only("rewards_entry"),
        migrations.RunSQL(
            "CREATE TRIGGER rewards_account_is_never_deleted BEFORE DELETE ON rewards_account "
            "FOR EACH ROW EXECUTE FUNCTION core_refuse_change();",
            "DROP TRIGGER rewards_account_is_never_deleted ON rewards_account;",
        ),
    ]
