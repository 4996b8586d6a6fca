"""Answers the AWS CLI and SAM as Lambda, API Gateway and S3 would, on a port of its own, which it prints.

It knows only what a deployment asks for, and remembers what was made. An argument such as `PUT /restapis/a1b2c3` names a
request that it refuses. `GET /requests` is for the test: all requests since the last time.
"""

import base64
import json
import re
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, urlsplit

FUNCTION = {
    "FunctionName": "carts",
    "FunctionArn": "arn:aws:lambda:eu-west-1:123456789012:function:carts",
    "State": "Active",
    "LastUpdateStatus": "Successful",
}
API = {"id": "a1b2c3", "name": "carts"}
REFUSED = sys.argv[1:]
made = {"functions": [], "apis": [], "permissions": []}
requests = []


def create(kind, thing):
    if thing in made[kind]:
        return error(409, "ResourceConflictException")
    made[kind].append(thing)
    return 201, thing


def error(status, name):
    return status, {"Type": "User", "message": "played", "__type": name}


def take_requests():
    taken = requests.copy()
    requests.clear()
    return 200, taken


ANSWERS = [
    ("GET", r"/requests", lambda _: take_requests()),
    ("GET", r"/2015-03-31/functions", lambda _: (200, {"Functions": made["functions"]})),
    ("POST", r"/2015-03-31/functions", lambda _: create("functions", FUNCTION)),
    ("PUT", r"/2015-03-31/functions/carts/code", lambda _: (200, FUNCTION)),
    ("GET", r"/2015-03-31/functions/carts", lambda _: (200, {"Configuration": FUNCTION})),
    ("POST", r"/2015-03-31/functions/carts/policy", lambda body: create("permissions", json.loads(body))),
    ("GET", r"/restapis", lambda _: (200, {"item": made["apis"]})),
    ("POST", r"/restapis", lambda _: create("apis", API)),
    ("PUT", r"/restapis/a1b2c3", lambda _: (200, API)),
    ("POST", r"/restapis/a1b2c3/deployments", lambda _: (201, {"id": "d4e5f6"})),
    ("HEAD", r"/bucket/.+", lambda _: (404, None)),
    ("PUT", r"/bucket/.+", lambda _: (200, None)),
]


def answer_to(method, path, body):
    if f"{method} {path}" in REFUSED:
        return error(400, "BadRequestException")
    for known_method, pattern, answer in ANSWERS:
        if method == known_method and re.fullmatch(pattern, path):
            return answer(body)
    return error(404, f"{method} {path} is not played here")


class Handler(BaseHTTPRequestHandler):
    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        url = urlsplit(self.path)
        if url.path != "/requests":
            requests.append(
                {
                    "method": self.command,
                    "path": url.path,
                    "query": dict(parse_qsl(url.query)),
                    "body": base64.b64encode(body).decode(),
                }
            )
        status, content = answer_to(self.command, url.path, body)
        self.send_response(status)
        content = b"" if content is None else json.dumps(content).encode()
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_HEAD = do_POST = do_PUT = answer

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
