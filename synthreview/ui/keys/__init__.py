"""Which key does what for this person: presets, own keys, and everything that shows or obeys them."""
