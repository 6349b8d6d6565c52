"""What answers for the claims of the pages: a file of entries for each page."""
