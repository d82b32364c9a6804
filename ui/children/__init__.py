"""All children of the site in one fast table, and the dialog that enrols a child.

ChildrenView: child_opened(SubjectId), enrol_asked(). EnrolDialog: enrol_requested(EnrolRequest).
"""
