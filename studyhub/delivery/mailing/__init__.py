"""Messages as mail: written, handed to a server, tried again, given up, and what stands in the way."""
