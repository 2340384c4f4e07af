"""Why a backup or a restore does not happen."""


class Refused(Exception):
    """A sentence for whoever runs the command: what is wrong and what to do. Nothing was changed."""
