"""Rules: one idea a module, each looking at one example or text and pointing at what is wrong in it.

A rule yields ``Hit`` values; analyzers turn the hits of an item into findings. Each module keeps the
rows of the reason table its hits refer to in ``REASONS``. Priors marked *read* are the share of real
hits that were right when read by hand; the others are careful guesses.
"""
