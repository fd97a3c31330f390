"""The place where a lead sees whether cleaning makes a better model."""
