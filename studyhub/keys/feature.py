"""The secret key, and whether this database goes with it."""

from studyhub.handing_in import Feature
from studyhub.keys import cli

KEYS = Feature(
    name="keys",
    commands=(cli.group,),
)
