"""From capture to records: the only place where parsers and store meet.

A capture is kept and acknowledged before anybody reads it. Reading it is a border: whatever a parser does
with a page that its site has changed, the capture stays, is marked as parsed, and counts as a problem.
"""

from companion.ingest.joining import Joined, join_readings
from companion.ingest.local import Ingest
from companion.ingest.parsing import apply_capture, parse_parts
from companion.ingest.reparsing import ReparseReport
from companion.ingest.rereading import RereadProgress, find_progress
from companion.ingest.served import OnChange, ServedIngest
from companion.ingest.upkeep import Upkeep

__all__ = [
    "Ingest",
    "Joined",
    "OnChange",
    "ReparseReport",
    "RereadProgress",
    "ServedIngest",
    "Upkeep",
    "apply_capture",
    "find_progress",
    "join_readings",
    "parse_parts",
]
