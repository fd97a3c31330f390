"""Which texts are nearly the same: shingles, MinHash sketches, bands that bring alike ones together."""
