"""What holds a page's source to its rules."""
