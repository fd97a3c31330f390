"""The page of settings: all of a person's preferences in one place, each in force at once."""
