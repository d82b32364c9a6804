"""The flag a screen shows for what the checks found. Owns nothing else."""

from study.checks import Findings
from ui.widgets.state import Flag


def flag_of(findings: Findings) -> Flag:
    """The flag; a limit of which one cannot tell shows none."""
    return Flag.NONE if findings.flag == "unclear" else Flag(findings.flag)
