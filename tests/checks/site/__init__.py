"""What holds the built site to its sources, and to its readers."""
