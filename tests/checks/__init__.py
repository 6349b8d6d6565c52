"""The checks, as plain functions that return the list of what is wrong.

`programs` and `shelf` look at snippets/, `pages` and `prose` at docs/,
`site` at the built HTML.  Each takes a checkout, a program or a page, so that
the fault drill can hand them a checkout that was spoilt.
"""
