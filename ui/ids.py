"""The names by which screens and presenters speak of things. Each is the text form used in the log; no logic."""

from typing import NewType

UserId = NewType("UserId", str)
DeviceId = NewType("DeviceId", str)
SubjectId = NewType("SubjectId", str)
ConflictId = NewType("ConflictId", str)
"""The hash of the address and the first diverging head."""
FactId = NewType("FactId", str)
"""Names one head of a conflict."""
ChangeId = NewType("ChangeId", str)
