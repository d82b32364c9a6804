"""What may be said of an exception: its type and the places in the program, never its message.

Knows no window, so that the command line and the EDC's own program can use it.
"""

import traceback
from pathlib import Path


def where(error: BaseException) -> str:
    """Type and places of an exception, innermost last; never its message, which may carry what somebody typed."""
    places = (f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__))
    return " < ".join([type(error).__name__, *reversed(list(places))])
