"""Exits with 0 if the code of the AWS CLI that verification is compared with is installed. Earlier versions count some damaged log
files differently."""

import sys

try:
    import awscli
    import awscli.customizations.cloudtrail.validation
except ImportError:
    sys.exit(1)

sys.exit(tuple(map(int, awscli.__version__.split(".")[:2])) < (1, 46))
