"""How judges choose between answers: their rankings, contradictions, biases and cue words."""
