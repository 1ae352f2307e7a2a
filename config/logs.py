"""What may not stand in the log though it stands in an address: keys that open something to whoever has them."""

import logging
import re

#: The key is the part after the municipality's code, or after the number of the person whose password is chosen.
KEY = re.compile(r"(/utskick/[^/\s]+/|/losenord/ny/)[^/\s?\"']+")


class WithoutKeys(logging.Filter):
    """Blots keys out of addresses in a line and its arguments; lets every line through."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Blot in place, before the line is written."""
        record.msg = KEY.sub(r"\1…", str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(KEY.sub(r"\1…", arg) if isinstance(arg, str) else arg for arg in record.args)
        return True
