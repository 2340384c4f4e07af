"""Four weeks of a Scrum of Scrums, beside a model in plain lists and dicts."""
