"""The second-order check: does a quick model trained on the cleaned data do better on people's answers?

Pure: examples in, results out. A *probe* trains the same cheap model on several *arms* (people's labels,
the data as it came, the data as it is now, the same number of corrections at random) and compares what they
say of the *holdout*, which none of them has seen.
"""
