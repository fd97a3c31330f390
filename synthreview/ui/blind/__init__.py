"""Labelling items without the model's labels in sight."""
