"""The render model of a form: everything a template needs, already in the reader's language."""
