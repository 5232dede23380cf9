"""Finds the demo world's people again."""

from creatorspark.core.models import Creator, User
from creatorspark.demo.domain.cast import CAST, Story
from creatorspark.demo.domain.facts import World
from creatorspark.demo.domain.world import generate
from creatorspark.demo.models import SeededWorld

EMAIL_DOMAIN = "demo.example"


def email_of(login: str) -> str:
    """Return the address of a demo login."""
    return f"{login}@{EMAIL_DOMAIN}"


def seeded_world() -> SeededWorld | None:
    """Return the record of this database's demo world, finished or not."""
    return SeededWorld.objects.first()


def facts_of(seeded: SeededWorld) -> World:
    """Return the facts of a seeded world, generated anew; they include what was copied."""
    return generate(seed=seeded.seed, scale=seeded.scale, now=seeded.now)


def creators_of(story: Story) -> list[Creator]:
    """Return the creators with a story, in the order of the cast. Empty before seeding."""
    handles = [member.handle for member in CAST if member.story == story]
    found = Creator.objects.filter(is_demo=True, handle__in=handles).select_related("user")
    by_handle = {creator.handle: creator for creator in found}
    return [by_handle[handle] for handle in handles if handle in by_handle]


def creator_of(story: Story) -> Creator:
    """Return the first creator with a story. Raises LookupError before seeding."""
    creators = creators_of(story)
    if not creators:
        raise LookupError(f"The demo world has no creator with the story {story.value}.")
    return creators[0]


def demo_user(login: str) -> User:
    """Return a demo login's user. Raises User.DoesNotExist before seeding."""
    return User.objects.get(email=email_of(login))
