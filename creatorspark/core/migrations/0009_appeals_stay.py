"""Steps and decisions of appeals are never changed or deleted; only their words can be forgotten."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION core_only_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - TG_ARGV::text[] = to_jsonb(OLD) - TG_ARGV::text[]
        AND NOT EXISTS (
            SELECT FROM unnest(TG_ARGV::text[]) AS words WHERE to_jsonb(NEW) ->> words <> ''
        )
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only: only the words of a row can be forgotten', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""


def only_forgets(table: str, *words: str) -> migrations.RunSQL:
    """Refuse every UPDATE and DELETE of `table` but one that empties these columns."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_only_forgets BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION core_only_forget({', '.join(words)});",
        f"DROP TRIGGER {table}_only_forgets ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("core", "0008_appeals")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION core_only_forget();"),
        only_forgets("core_appealstep", "words"),
        only_forgets("core_decision", "reason", "note"),
    ]
