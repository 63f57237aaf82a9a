"""A diagram as a net of places and transitions, its state space, and what of it can be left out."""
