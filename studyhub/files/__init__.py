"""Files beside the database: keys, secrets of others, and who may read them."""
