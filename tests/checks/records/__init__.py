"""What holds the recordings to the programs."""
