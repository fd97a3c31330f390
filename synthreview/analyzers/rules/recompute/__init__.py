"""Results that can be worked out again: what an instruction asks to compute, and what the output says.

Each reader takes a ``Task`` and gives the ``Expected`` result where the instruction asks for that and
nothing else. A reader gives None rather than guess: every word of the instruction has to be known to it.
"""
