"""What is known about turns of a conversation: whose they are, in which order, and how they sound."""
