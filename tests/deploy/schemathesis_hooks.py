"""What schemathesis sends. JSON Schema takes 7.0 for an integer, and serde_json, like many readers, does not: so 7.0 is sent as 7."""

import schemathesis


def without_fraction(value):
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [without_fraction(item) for item in value]
    if isinstance(value, dict):
        return {name: without_fraction(item) for name, item in value.items()}
    return value


@schemathesis.hook
def before_call(context, case, kwargs):
    case.body = without_fraction(case.body)
