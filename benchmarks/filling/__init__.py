"""An organisation of a given size: circles, on call, training and rounds, each filled by plain counting."""
