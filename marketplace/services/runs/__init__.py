"""Runs of matching: made in chunks, published at once, kept a while so that pages don't mix."""
