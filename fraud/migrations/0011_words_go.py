"""Words of decisions can be forgotten, and alerts follow a profile that is merged; no more."""

from django.db import migrations

FORGETS = """
DROP TRIGGER fraud_alertdecision_is_append_only ON fraud_alertdecision;
CREATE TRIGGER fraud_alertdecision_only_forgets BEFORE UPDATE OR DELETE ON fraud_alertdecision
    FOR EACH ROW EXECUTE FUNCTION core_only_forget(reason, note);
"""
REFUSES = """
DROP TRIGGER fraud_alertdecision_only_forgets ON fraud_alertdecision;
CREATE TRIGGER fraud_alertdecision_is_append_only BEFORE UPDATE OR DELETE ON fraud_alertdecision
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
"""
KEPT = """
CREATE OR REPLACE FUNCTION fraud_alert_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF ({new}) IS DISTINCT FROM ({old}) THEN
        RAISE EXCEPTION 'the evidence of an alert never changes'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
COLUMNS = (
    "tier", "reason_code", "window_start", "window_end", "affected", "evidence",
    "evidence_sha256", "policy_version", "parameters_sha256", "created_at",
)  # fmt: skip


def kept(*columns: str) -> str:
    """Return the function that lets everything change but these."""
    return KEPT.format(
        new=", ".join(f"NEW.{name}" for name in columns),
        old=", ".join(f"OLD.{name}" for name in columns),
    )


class Migration(migrations.Migration):
    dependencies = [("fraud", "0010_words_of_decisions"), ("core", "0009_appeals_stay")]

    operations = [
        migrations.RunSQL(FORGETS, REFUSES),
        migrations.RunSQL(kept(*COLUMNS), kept("creator_id", *COLUMNS)),
    ]
