"""The review desk: queue, item, reasons, decisions."""
