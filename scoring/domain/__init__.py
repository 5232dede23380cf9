"""The maths of judgements about videos: no Django, no database, no clock."""
