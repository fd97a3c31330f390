"""The line in which a person says which items to see."""
