# SPDX-License-Identifier: Apache-2.0
"""What `tidegate events query` is measured beside: the failed deployments of a log, as anyone would write it."""

import json
import sys

with open(sys.argv[1], encoding="utf-8") as log:
    for line in log:
        event = json.loads(line)
        if event["event_type"] == "deployment" and event["metadata"].get("success") is False:
            sys.stdout.write(line)
