"""Texts as vectors: a small model that is always there, and the interface larger ones share."""
