"""The project's guidelines beside the item."""
