"""Read once by the server that forks: everything a process of a campaign needs, and the study itself."""

from tests.faults import acts, limits, ward, writer

__all__ = ["acts", "limits", "writer"]

ward.shipped()
