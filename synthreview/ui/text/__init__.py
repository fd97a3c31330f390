"""Text as reviewers see it: shown exactly, marked where findings point, compared word by word."""
