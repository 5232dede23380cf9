"""Say of events that are kept who held the profile then: who holds it since before them."""

from django.db import migrations

KNOWN = """
UPDATE core_webhookevent AS event
   SET holder_id = creator.user_id
  FROM core_creator AS creator
 WHERE creator.id = event.creator_id
   AND creator.user_id IS NOT NULL
   AND NOT EXISTS (
       SELECT 1
         FROM core_profileclaim AS claim
        WHERE claim.creator_id = creator.id
          AND claim.state = 'approved'
          AND claim.decided_at > event.happened_at
   )
"""


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0011_webhook_holder"),
    ]

    operations = [
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
