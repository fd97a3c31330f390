"""Analyzers: each looks at items and says what may be wrong, why, and where to look."""
