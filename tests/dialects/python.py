"""Which patterns take which messages, as Python's `re` says. In: a line of patterns, then lines of messages."""

import json
import re
import sys


def takers(patterns, message):
    taken = []
    for index, pattern in enumerate(patterns):
        ways = (pattern.fullmatch, pattern.match, pattern.search)
        answers = {way(message) is not None for way in ways}
        if len(answers) > 1:
            return f"the ways to match {pattern.pattern!r} differ"
        if True in answers:
            taken.append(index)
    return taken


patterns = [re.compile(pattern) for pattern in json.loads(sys.stdin.readline())]
for line in sys.stdin:
    print(json.dumps(takers(patterns, json.loads(line))))
