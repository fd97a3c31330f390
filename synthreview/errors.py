"""The two kinds of trouble a person can act on; every other exception is a bug."""


class SynthreviewError(Exception):
    """Base of the errors whose text is meant for the user: one clear sentence with the remedy."""

    exit_code = 1


class UserError(SynthreviewError):
    """The request or the input cannot be used as it is; the user can change it."""

    exit_code = 2


class ItemGone(UserError):
    """An item that is no longer, or never was, in the project: there are others to go on with."""


class EnvironmentFault(SynthreviewError):
    """Disk, lock or permission stand in the way; the request itself was right."""

    exit_code = 3


class Damaged(EnvironmentFault):
    """The project file does not hold together: it is read only from here on, and a backup can be restored."""
