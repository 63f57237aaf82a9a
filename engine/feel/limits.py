"""Limits that keep hostile text and data from exhausting the process."""

TEXT_CHARACTERS = 20_000
"""Longest text of one expression; the longest condition in our procedures has 300 characters."""

TOKENS = 3_000
"""Most tokens of one expression; each costs some millionths of a second to read and compile."""

ODD_KEYS = 64
"""Most keys with operators or keywords in their names in one text; the lexer looks for each of them everywhere."""

PARSE_LEVELS = 160
"""Most constructs open at one place of a text, parentheses included."""

TREE_LEVELS = 160
"""Deepest nesting of one expression: every level costs up to two Python frames of the 1000 there are."""

CALL_LEVELS = 40
"""Deepest nesting of calls of functions defined in FEEL."""

STEPS = 200_000
"""Iterations, filter items and visited elements of one evaluation."""

EVALUATION_SECONDS = 0.03
"""Processor time of one evaluation; a condition of our procedures needs some millionths of a second.

Not the time on the wall: a crowded machine may keep any thread waiting that long, and an honest condition must not
become null for it.
"""

WALL_SECONDS = 2.0
"""Time on the wall of one evaluation, whatever the processor did."""

STEPS_BETWEEN_LOOKS = 256
"""Steps after which an evaluation looks at the clock."""

STRING_CHARACTERS = 200_000
"""Longest string an operation may produce, so that doubling in a loop ends early."""

LIST_ITEMS = 100_000
"""Longest list an operation may produce."""

VALUE_LEVELS = 60
"""Deepest nesting of lists and contexts that is read from or handed to the outside."""

REASONS = 50
"""Reasons kept for one evaluation; the first ones explain, the rest repeat."""

PATTERN_CHARACTERS = 500
"""Longest regular expression."""

PATTERN_REPEATS = 1_000
"""Largest count in a quantifier of a regular expression, all counts multiplied."""

PATTERN_SECONDS = 0.02
"""Time one regular expression may take; catastrophic ones end here, sane ones need microseconds."""

CACHED_TEXTS = 4_096
"""Compiled expressions kept in memory."""
