"""What does not belong in training data: details of persons, and secrets that open something."""
