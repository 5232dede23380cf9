"""What the code promises about facts, the database enforces: see docs/security.md."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

REFUSE = """
CREATE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: its rows are never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""

POLICY = """
CREATE FUNCTION core_policy_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN NEW;
    END IF;
    IF NEW.state = 'draft'
        OR (NEW.kind, NEW.version, NEW.parameters, NEW.sha256, NEW.effective_from)
           IS DISTINCT FROM
           (OLD.kind, OLD.version, OLD.parameters, OLD.sha256, OLD.effective_from)
    THEN
        RAISE EXCEPTION 'policy % % is in force and frozen', OLD.kind, OLD.version
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER core_policy_is_frozen BEFORE UPDATE ON core_policy
    FOR EACH ROW EXECUTE FUNCTION core_policy_is_frozen();
CREATE TRIGGER core_policy_is_kept BEFORE DELETE ON core_policy
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
"""

UNDO_POLICY = """
DROP TRIGGER core_policy_is_kept ON core_policy;
DROP TRIGGER core_policy_is_frozen ON core_policy;
DROP FUNCTION core_policy_is_frozen();
"""


def append_only(table: str) -> migrations.RunSQL:
    """Refuse every UPDATE and DELETE of `table`; TRUNCATE stays for a test's clean-up."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION core_refuse_change();",
        f"DROP TRIGGER {table}_is_append_only ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="auditentry",
            name="actor",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Empty when a worker acted by rule.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(REFUSE, "DROP FUNCTION core_refuse_change();"),
        append_only("core_auditentry"),
        append_only("core_metricsnapshot"),
        migrations.RunSQL(POLICY, UNDO_POLICY),
    ]
