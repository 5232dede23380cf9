"""What was chosen in a form: a video, or the pictures of one post."""

from typing import Any

from django.core.files import File
from django.http import HttpRequest

from creatorspark.portals.roles import signed_in_as
from scoring import interface as scoring

HEAD = 16


def chosen(request: HttpRequest) -> "list[File[bytes]]":
    """Return the files that were chosen, in their order."""
    return list(request.FILES.getlist("file"))


def are_pictures(files: "list[File[bytes]]") -> bool:
    """Tell whether a post of pictures was meant: a picture first, or more than one file."""
    files[0].seek(0)
    head = files[0].read(HEAD)
    files[0].seek(0)
    return len(files) > 1 or scoring.is_picture(head)


def send_post(request: HttpRequest, **target: Any) -> scoring.SubmissionFacts:
    """Send what was chosen as a video or as a post of pictures. Raises SubmissionRefused."""
    files = chosen(request)
    given = target | {"name": files[0].name or "", "actor": signed_in_as(request)}
    if are_pictures(files):
        return scoring.send_pictures(files, **given)
    return scoring.send_file(files[0], **given)
