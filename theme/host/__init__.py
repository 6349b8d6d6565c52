"""The generator that is our host today, MkDocs; nowhere else is it imported."""
