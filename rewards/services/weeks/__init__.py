"""Closing weeks: facts to lines, lines to signed statements, statements to money."""
