"""From findings to one risk, and from decisions to estimates: pure functions on plain values."""
