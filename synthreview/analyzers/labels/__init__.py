"""Labels of people and models: cleaned, counted, compared."""
