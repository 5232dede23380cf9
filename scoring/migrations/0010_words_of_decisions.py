"""Words that decisions on originality begin with; staff change them and add their own."""

from django.db import migrations

WORDS = (
    (
        "upheld",
        "same-recording",
        "Same recording, theirs is earlier",
        "We laid both videos side by side. They show the same recording, and the other one was "
        "posted first. If you have the file as your camera made it, send it with a second look.",
    ),
    (
        "upheld",
        "permission-not-shown",
        "Permission is not shown",
        "What you sent doesn't show yet that the person who made the clip agreed to your use of "
        "it. A message or a licence that names the clip would show it; send it with a second look.",
    ),
    (
        "upheld",
        "little-added",
        "Little of it is new",
        "A duet or stitch counts as original where what you add is a good part of it. In this "
        "video nearly all of the pictures are the other person's.",
    ),
    (
        "overturned",
        "yours-is-older",
        "Their file is older",
        "Your file shows that the recording is yours and that you had it first. Thank you for "
        "sending it.",
    ),
    (
        "overturned",
        "permission-shown",
        "Permission is shown",
        "You may use this clip, as what you sent shows. We remember it, so that it isn't asked "
        "again.",
    ),
    (
        "overturned",
        "duet-adds",
        "A duet or stitch with its own part",
        "The clip you answer to is marked, and a good part of the video is your own.",
    ),
    (
        "overturned",
        "not-alike",
        "They are not the same",
        "We looked at both videos. They are alike, but they are not the same recording. We are "
        "sorry for the trouble.",
    ),
)


def write(apps, schema_editor):
    templates = apps.get_model("core", "ReasonTemplate")
    for outcome, code, title, words in WORDS:
        templates.objects.get_or_create(
            subject_kind="originality",
            code=code,
            defaults={"outcome": outcome, "title": title, "words": words},
        )


class Migration(migrations.Migration):
    dependencies = [("scoring", "0009_evidence_frames"), ("core", "0009_appeals_stay")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop, elidable=False)]
