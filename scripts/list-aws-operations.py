#!/usr/bin/env python3
"""Lists the operations of the AWS services that the rule catalogue names, from the service models of botocore.

    pip install botocore && python3 scripts/list-aws-operations.py

Reads the event sources (`iam.amazonaws.com`) from lambda/src/core/rules and writes lambda/test/catalogue/aws-operations.json,
with which lambda/test/catalogue/event-names.test.ts checks every event name without a network. Run it again when a rule
names a service for the first time, or an operation that is newer than the botocore version in the file.
"""

import json
import re
from pathlib import Path

import botocore
import botocore.session

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "lambda/src/core/rules"
OUTPUT = ROOT / "lambda/test/catalogue/aws-operations.json"


def named_sources():
    texts = (path.read_text() for path in RULES.rglob("*.ts") if not path.name.endswith(".test.ts"))
    return {f"{name}.amazonaws.com" for text in texts for name in re.findall(r'["\']([a-z0-9-]+)\.amazonaws\.com["\']', text)}


def operations_by_source():
    """An event source is the endpoint prefix or the signing name of a service; several services can share one."""
    session = botocore.session.get_session()
    found = {}
    for service in session.get_available_services():
        model = session.get_service_model(service)
        for prefix in {model.endpoint_prefix, model.signing_name}:
            found.setdefault(f"{prefix}.amazonaws.com", set()).update(model.operation_names)
    return found


def main():
    operations = operations_by_source()
    named = sorted(named_sources() & operations.keys())
    lines = [f'    {json.dumps(source)}: {json.dumps(" ".join(sorted(operations[source])))}' for source in named]
    body = ",\n".join(lines)
    OUTPUT.write_text(f'{{\n  "botocore": "{botocore.__version__}",\n  "operations": {{\n{body}\n  }}\n}}\n')


main()
