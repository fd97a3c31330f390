"""Looking for items: what a filter holds, filters kept under a name, items alike, words found."""
