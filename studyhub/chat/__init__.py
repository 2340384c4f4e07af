"""What is said in a team's chat: texts to copy, and the same sent to an incoming webhook."""
