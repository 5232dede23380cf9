"""Words that decisions about alerts begin with; staff change them and add their own."""

from django.db import migrations

WORDS = (
    (
        "overturned",
        "advert",
        "An advert explains it",
        "Your receipt shows an advert in these hours. That explains where the views came from. "
        "Everything counts.",
    ),
    (
        "overturned",
        "shown-elsewhere",
        "Somebody showed the video",
        "We found the page that showed your video in these hours. People there could not like it, "
        "so the likes stayed low. Everything counts.",
    ),
    (
        "overturned",
        "one-place",
        "People share devices",
        "These accounts belong to people who share devices in one place, such as a school or a "
        "home. That is fine. Everything counts.",
    ),
    (
        "overturned",
        "real-people",
        "They look like people",
        "We looked at the numbers hour by hour. They look like people who came to see your video. "
        "Everything counts. We are sorry for the wait.",
    ),
    (
        "partly",
        "part-is-real",
        "A part of it is real",
        "A part of these views came from people, and that part counts. The other part behaves "
        "unlike people, and it does not count. You may have no part in it.",
    ),
    (
        "upheld",
        "nobody-watched",
        "Nobody seems to have watched",
        "We looked at the numbers hour by hour. Hardly any of the added views left a like or came "
        "back, unlike all your other videos. These views do not count. If you know where they came "
        "from, please appeal and tell us.",
    ),
    (
        "upheld",
        "moved-as-one",
        "The accounts move as one",
        "The same accounts came to the same videos within minutes, again and again. People do not "
        "do that. What they did does not count. If you know who they are, please appeal and tell "
        "us.",
    ),
    (
        "upheld",
        "gifts-went-round",
        "The gifts went round",
        "These gifts came back to the people who gave them. Gifts like that are not paid. If there "
        "is a reason that we could not see, please appeal and tell us.",
    ),
)


def write(apps, schema_editor):
    templates = apps.get_model("core", "ReasonTemplate")
    for outcome, code, title, words in WORDS:
        templates.objects.get_or_create(
            subject_kind="fraud_alert",
            code=code,
            defaults={"outcome": outcome, "title": title, "words": words},
        )


class Migration(migrations.Migration):
    dependencies = [("fraud", "0009_looked_at"), ("core", "0009_appeals_stay")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop, elidable=False)]
