"""synthreview: put the riskiest items of synthetic training data before a person."""

__version__ = "0.1.0"
