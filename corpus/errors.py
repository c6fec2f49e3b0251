"""The one exception class that becomes a sentence for a person.

It is raised where the cause is known and caught only at the edges (command line, channel, worker). A programming
error is never dressed up as one of these.
"""


class StellwerkError(Exception):
    """Something a person can do something about. Both fields are German sentences, shown as they are.

    `was` says what happened, `abhilfe` what to do about it.
    """

    def __init__(self, was: str, abhilfe: str) -> None:
        super().__init__(f"{was} {abhilfe}")
        self.was = was
        self.abhilfe = abhilfe


class TemporaryError(StellwerkError):
    """One that may be gone the next time, without anything being sent anew: the network, a lock, a full disk, a part
    that whoever runs Stellwerk has to put in order. It is raised so where the cause is known."""
