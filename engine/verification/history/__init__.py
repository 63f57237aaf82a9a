"""What cases have really done, held against the net of their procedure: deviations, waiting times, exports."""
