"""Everything in one file, back again into either database, and a copy each night."""
