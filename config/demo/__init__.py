"""The demo: three fictitious neighbours in one police district, with people, places and 27 months of reports.

Who is there lies in `cast.toml`, where in `geography.toml` and `places.toml`, what happens in `patterns.toml` and
`phrases.toml`. Everything is drawn from a seeded generator and dated from the day it is loaded, so that a demo is
always fresh and always the same. Nobody and nothing in it is real.
"""
