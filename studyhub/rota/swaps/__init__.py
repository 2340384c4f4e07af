"""Swaps: who really has which hours of a published shift, and how people give them to each other."""
