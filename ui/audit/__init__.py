"""The audit room: the trail of everything anybody did, and the answers to an auditor's questions."""
