# Runs a handler of Python over Lambda's Runtime API: with AWS's own client, `awslambdaric`, if it is installed, and otherwise
# with what follows. What that answers to an error has the members that Lambda was recorded to write.

import http.client
import importlib
import json
import os
import sys
import time
import traceback

HANDLER = sys.argv[-1]
ROOT = "/2018-06-01/runtime/"


class Context:
    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.client_context = None
        self.identity = None
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(self._deadline - int(time.time() * 1000), 0)


def call(api, method, path, body=None):
    api.request(method, ROOT + path, body, {"Content-Type": "application/json"})
    answer = api.getresponse()
    return answer.headers, answer.read()


def described(kind, message, request_id="", trace=()):
    return json.dumps({"errorMessage": message, "errorType": kind, "requestId": request_id, "stackTrace": list(trace)})


def load():
    module, separator, name = HANDLER.rpartition(".")
    if not separator:
        raise LookupError("Runtime.MalformedHandlerName", f"Bad handler '{HANDLER}': not enough values to unpack (expected 2, got 1)")
    try:
        found = importlib.import_module(module.replace("/", "."))
    except ImportError as error:
        raise LookupError("Runtime.ImportModuleError", f"Unable to import module '{module}': {error}") from error
    if not hasattr(found, name):
        raise LookupError("Runtime.HandlerNotFound", f"Handler '{name}' missing on module '{module}'")
    return getattr(found, name)


def run(handler, event, context):
    try:
        result = handler(event, context)
    except Exception as error:
        # As AWS's client does: a proxy's client does not get to see the error.
        print(f"[ERROR] {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        traceback.print_tb(error.__traceback__.tb_next)
        own = traceback.extract_tb(error.__traceback__)[1:]
        return "error", described(type(error).__name__, str(error), context.aws_request_id, traceback.format_list(own))
    try:
        return "response", json.dumps(result)
    except (TypeError, ValueError) as error:
        message = f"Unable to marshal response: {error}"
        return "error", described("Runtime.MarshalError", message, context.aws_request_id)


def main():
    sys.path.insert(0, os.getcwd())
    try:
        from awslambdaric import __main__ as client
    except ImportError:
        pass
    else:
        return client.main(["awslambdaric", HANDLER])
    api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        handler = load()
    except LookupError as error:
        call(api, "POST", "init/error", described(*error.args))
        sys.exit(error.args[1])
    except Exception as error:
        trace = traceback.format_list(traceback.extract_tb(error.__traceback__))
        call(api, "POST", "init/error", described(type(error).__name__, str(error), "", trace))
        raise
    while True:
        headers, event = call(api, "GET", "invocation/next")
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id", "")
        context = Context(headers)
        kind, body = run(handler, json.loads(event), context)
        call(api, "POST", f"invocation/{context.aws_request_id}/{kind}", body.encode())


main()
