"""The history panel: everything that was done in a project, and every way back through it."""
