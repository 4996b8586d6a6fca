# A price, in the currency that the template says.

import json
import os


def handler(event, context):
    price = {"id": event["pathParameters"]["id"], "currency": os.environ["CURRENCY"]}
    return {"statusCode": 200, "body": json.dumps(price)}
