"""Cases played in memory, by requests and on a clock that travels."""
