"""Answers the AWS CLI as Lambda and API Gateway would, on a port of its own.

Prints the port, and then each request as a line of JSON. It knows only what a deployment asks for, and remembers what was made.
"""

import base64
import json
import re
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, urlsplit

FUNCTION = {
    "FunctionName": "carts",
    "FunctionArn": "arn:aws:lambda:eu-west-1:123456789012:function:carts",
    "State": "Active",
    "LastUpdateStatus": "Successful",
}
API = {"id": "a1b2c3", "name": "carts"}
made = {"functions": [], "apis": [], "permissions": []}


def create(kind, thing):
    if thing in made[kind]:
        return 409, {"Type": "User", "message": "it exists", "__type": "ResourceConflictException"}
    made[kind].append(thing)
    return 201, thing


ANSWERS = [
    ("GET", r"/2015-03-31/functions", lambda _: (200, {"Functions": made["functions"]})),
    ("POST", r"/2015-03-31/functions", lambda _: create("functions", FUNCTION)),
    ("PUT", r"/2015-03-31/functions/carts/code", lambda _: (200, FUNCTION)),
    ("GET", r"/2015-03-31/functions/carts", lambda _: (200, {"Configuration": FUNCTION})),
    ("POST", r"/2015-03-31/functions/carts/policy", lambda body: create("permissions", json.loads(body))),
    ("GET", r"/restapis", lambda _: (200, {"item": made["apis"]})),
    ("POST", r"/restapis", lambda _: create("apis", API)),
    ("PUT", r"/restapis/a1b2c3", lambda _: (200, API)),
    ("POST", r"/restapis/a1b2c3/deployments", lambda _: (201, {"id": "d4e5f6"})),
]


class Handler(BaseHTTPRequestHandler):
    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        url = urlsplit(self.path)
        request = {
            "method": self.command,
            "path": url.path,
            "query": dict(parse_qsl(url.query)),
            "body": base64.b64encode(body).decode(),
        }
        print(json.dumps(request), flush=True)
        for method, path, answer in ANSWERS:
            if method == self.command and re.fullmatch(path, url.path):
                status, content = answer(body)
                break
        else:
            status, content = 404, {"message": f"{self.command} {url.path} is not played here"}
        content = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if status == 409:
            self.send_header("x-amzn-ErrorType", "ResourceConflictException")
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = answer

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
