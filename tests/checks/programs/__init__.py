"""What holds a program to its rules."""
