"""Prints what CloudFormation makes of the packaged SAM template named on the command line; S3's buckets are folders beside it.

CloudFormation runs its macros from the inside out: AWS::Include first, then AWS::Serverless. The first is played here; the
second is AWS's own code.
"""

import json
import sys
from pathlib import Path

from samcli.yamlhelper import yaml_parse
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator


def include(node, folder):
    if isinstance(node, list):
        return [include(item, folder) for item in node]
    if not isinstance(node, dict):
        return node
    match node.get("Fn::Transform"):
        case {"Name": "AWS::Include", "Parameters": {"Location": location}}:
            return json.loads((folder / location.removeprefix("s3://")).read_text())
        case None:
            return {key: include(value, folder) for key, value in node.items()}
        case other:
            sys.exit(f"cannot play {other}")


template = Path(sys.argv[1])
included = include(yaml_parse(template.read_text()), template.parent)
managed_policies = {"AWSLambdaBasicExecutionRole": "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"}
translator = Translator(managed_policies, Parser())
json.dump(translator.translate(sam_template=included, parameter_values={}), sys.stdout)
