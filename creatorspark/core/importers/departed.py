"""What a file says of creators who were erased or merged: their counts, and nothing personal.

Rows of a merged profile are those of the profile that goes on in its place.
"""

from typing import Final

# `is_new` keeps the last step of an import from copying these rows' names to a profile.
REDIRECT: Final = """
UPDATE import_creator i SET creator_id = coalesce(c.merged_into_id, c.id), is_new = true
FROM core_creator c
WHERE c.id = i.creator_id AND (c.merged_into_id IS NOT NULL OR c.erased_at IS NOT NULL)
"""
ANYBODY_ERASED: Final = "SELECT EXISTS (SELECT FROM core_creator WHERE erased_at IS NOT NULL)"
FORGET_WORDS: Final = """
UPDATE import_stage s SET url = NULL, caption = NULL, hashtags = NULL, sound_title = NULL
FROM import_video i
LEFT JOIN core_video v ON v.id = i.video_id AND NOT i.is_new
JOIN core_creator c ON c.id = coalesce(v.creator_id, i.creator_id) AND c.erased_at IS NOT NULL
WHERE s.video_key = i.video_key
"""
