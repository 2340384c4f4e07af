"""The days on which somebody takes nothing on, or rather not."""
