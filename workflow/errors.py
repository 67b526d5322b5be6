"""What can go wrong, by the exit code that the command-line contract gives it.

Problem                 (definitions.sentences)     Refused          1  a rule says no,
or the reference, event, day is unknown     WrongUsage       2  the command was typed
wrongly     RecordDamaged    3  the record does not prove itself     ItemMoved        4
the item moved since it was shown     Found            5  a check or status command
found something     InputOutput     74  a file or a database cannot be read or written
Busy            75  another process is writing; try again     NotPermitted    77  this
person may not do this     Misconfigured   78  wrong version of the database, wrong
configuration

Nothing is recorded when one of these is raised.
"""

from definitions.sentences import Problem


class Refused(Problem):
    """A rule of the path, of the days or of the command refuses the act."""

    exit_code = 1


class WrongUsage(Problem):
    """The command was typed wrongly."""

    exit_code = 2


class RecordDamaged(Problem):
    """The record does not prove itself."""

    exit_code = 3


class ItemMoved(Problem):
    """The item has moved since the person saw it."""

    exit_code = 4


class Found(Problem):
    """A check or status command found something."""

    exit_code = 5


class InputOutput(Problem):
    """A file or a database cannot be read or written."""

    exit_code = 74


class Busy(Problem):
    """Another process holds the database; trying again is safe."""

    exit_code = 75


class NotPermitted(Problem):
    """The person holds no role that allows the act."""

    exit_code = 77


class Misconfigured(Problem):
    """The database is of another version, or the configuration is wrong."""

    exit_code = 78
