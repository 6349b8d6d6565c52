"""What was seen against what is said: faults, masks, the GIL."""
