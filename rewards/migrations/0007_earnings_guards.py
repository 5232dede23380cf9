"""What earnings promise, the database enforces: what is written stays as it was written."""

from django.db import migrations

APPEND_ONLY = (
    "rewards_signingkey",
    "rewards_statement",
    "rewards_earningsline",
    "rewards_payoutline",
    "rewards_payoutevent",
    "rewards_tierstanding",
)

# Each of these rows has a life of its own, and nothing else of it ever changes.
GUARDS = """
CREATE FUNCTION rewards_only_these_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - TG_ARGV = to_jsonb(OLD) - TG_ARGV THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a row of % never changes but in %', TG_TABLE_NAME, TG_ARGV
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER rewards_payout_keeps_its_facts BEFORE UPDATE ON rewards_payout
    FOR EACH ROW EXECUTE FUNCTION rewards_only_these_change(
        'amount', 'state', 'batch_id', 'attempt', 'bank_reason', 'updated_at');
CREATE TRIGGER rewards_batch_keeps_its_file BEFORE UPDATE ON rewards_payoutbatch
    FOR EACH ROW EXECUTE FUNCTION rewards_only_these_change('handed_over_at');

CREATE FUNCTION rewards_guard_adjustment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.statement_id IS NULL
        AND to_jsonb(NEW) - 'statement_id' = to_jsonb(OLD) - 'statement_id'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an adjustment never changes; make another one'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER rewards_adjustment_never_changes BEFORE UPDATE ON rewards_staffadjustment
    FOR EACH ROW EXECUTE FUNCTION rewards_guard_adjustment();

CREATE FUNCTION rewards_guard_close() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NULL AND (NEW.week, NEW.policy_id) = (OLD.week, OLD.policy_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'week % is closed', OLD.week USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER rewards_close_never_changes BEFORE UPDATE ON rewards_weekclose
    FOR EACH ROW EXECUTE FUNCTION rewards_guard_close();
"""
UNDO_GUARDS = """
DROP TRIGGER rewards_close_never_changes ON rewards_weekclose;
DROP FUNCTION rewards_guard_close();
DROP TRIGGER rewards_adjustment_never_changes ON rewards_staffadjustment;
DROP FUNCTION rewards_guard_adjustment();
DROP TRIGGER rewards_batch_keeps_its_file ON rewards_payoutbatch;
DROP TRIGGER rewards_payout_keeps_its_facts ON rewards_payout;
DROP FUNCTION rewards_only_these_change();
"""
KEPT = (
    "rewards_payout",
    "rewards_payoutbatch",
    "rewards_staffadjustment",
    "rewards_weekclose",
)


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


def kept(table: str) -> migrations.RunSQL:
    """Refuse DELETE of `table`."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_is_kept BEFORE DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION core_refuse_change();",
        f"DROP TRIGGER {table}_is_kept ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("rewards", "0006_earnings"), ("core", "0002_append_only")]

    operations = [
        *(append_only(table) for table in APPEND_ONLY),
        migrations.RunSQL(GUARDS, UNDO_GUARDS),
        *(kept(table) for table in KEPT),
    ]
