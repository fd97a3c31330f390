"""Work over whole data sets: import, analysis, ranking and export, in batches of bounded memory."""
