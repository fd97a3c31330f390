"""One decision for many items: which, what, what it would do, random checks, one undo."""
