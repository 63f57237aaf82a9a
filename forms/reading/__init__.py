"""From the bytes of a definition to the form, or to the list of all its faults."""
