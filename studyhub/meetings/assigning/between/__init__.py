"""Give and take between two people: a chapter for another one, or simply handed on."""
