"""The server: starting and stopping it, the lines that requests wait in, and the threads that serve them."""
