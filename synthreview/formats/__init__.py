"""Reading sources as streams, understanding their records, and writing them back without losing a byte."""
