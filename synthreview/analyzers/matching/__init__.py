"""Whether an answer belongs to its question: by meaning, against what is usual in the data set."""
