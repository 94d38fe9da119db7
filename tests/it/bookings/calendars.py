# Reads a calendar from the standard input and writes its events as JSON. What the package finds wrong with
# a component it keeps in its errors, instead of stopping.
import json
import sys
from datetime import timezone

from icalendar import Calendar


def instant(at):
    return at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S+00:00")


calendar = Calendar.from_ical(sys.stdin.buffer.read())
wrong = [error for component in calendar.walk() for error in component.errors]
if wrong or calendar["VERSION"] != "2.0" or "PRODID" not in calendar:
    sys.exit(f"not as it should be: {wrong}")
events = [
    {
        "uid": str(event["UID"]),
        "start": instant(event.start),
        "end": instant(event.end),
        "status": str(event["STATUS"]),
        "summary": str(event["SUMMARY"]),
    }
    for event in calendar.events
]
print(json.dumps(sorted(events, key=lambda event: event["start"])))
