"""Log lines of the EDC as JSON, one a line, on standard error. Holds names of calls and devices, never data."""

import datetime
import json
import logging
import sys


class JsonLines(logging.Formatter):
    """A record as one line: time, level, event, and what the caller put under `data`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line without line breaks."""
        at = datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname.lower(), "event": record.getMessage()}
        data = getattr(record, "data", {})
        return json.dumps(line | (data if isinstance(data, dict) else {}), ensure_ascii=False)


def log_to_stderr() -> None:
    """Send the EDC's and the web server's log lines to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    for name, level in (("cartella.edc", logging.INFO), ("uvicorn", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(level)
        logger.propagate = False


def place_of(error: BaseException) -> str:
    """File and line where an exception was raised."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return f"{last.tb_frame.f_code.co_filename}:{last.tb_lineno}" if last else ""
