"""Interpreters, and what a program needs on one of them."""
