"""What keeps work safe: backups by the clock, the way back from one, and word of damage and crashes."""
