"""Geometry of the charts of an alert, which the server draws as SVG. Pure.

Everything is in the units of a chart's own canvas; words and colours are the template's.
"""
