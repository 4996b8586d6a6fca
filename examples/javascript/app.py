# The same function as app.js, in Python: what calls back or rejects there is raised here.

import json
import os
import time

MESSAGES = {
    "result": json.dumps({"result": "validation error", "errors": ["name is missing"]}),
    "plain": "Bad Request: name is missing",
    "status": json.dumps({"status": 400, "errors": [{"code": "NameMissing"}]}, separators=(",", ":")),
    "details": json.dumps({"error": {"httpStatusCode": 500, "details": [{"code": "NameMissing"}]}}, separators=(",", ":")),
}


def handler(event, context):
    is_proxy = "requestContext" in event
    request = json.loads(event["body"]) if is_proxy else event
    style, how = request["style"], request["how"]
    if is_proxy and how == "calls back":
        return {"statusCode": 400, "body": json.dumps({"message": "name is missing"})}
    if how in ("throws", "calls back", "rejects"):
        raise Exception(MESSAGES.get(style, "name is missing"))
    if how == "hangs":
        time.sleep(1000)
    if how == "exits":
        os._exit(1)
    return {"statusCode": 200, "body": '"done"'} if is_proxy else "done"
