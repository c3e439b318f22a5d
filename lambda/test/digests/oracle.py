"""Validates trails with the AWS CLI's own code (`aws cloudtrail validate-logs`), on objects and keys that it gets as input.

Reads JSON from standard input: a list of {"objects": [{"bucket", "key", "body" (base64), "metadata"}, ..],
"keys": [{"region", "fingerprint", "value", "from", "until"}, ..] (times in seconds),
"runs": [{"trailArn", "region", "bucket", "prefix", "accountId", "organizationId", "start", "end"}, ..]}.
Writes a list of lists: for each run its counts and the lines it prints about problems.
"""

import base64
import contextlib
import io
import json
import sys

from awscli.customizations.cloudtrail.validation import CloudTrailValidateLogs, normalize_date, parse_date
from botocore.exceptions import ClientError


class Pages:
    def __init__(self, keys):
        self.keys = keys

    def search(self, _expression):
        return iter(self.keys)


class S3:
    def __init__(self, objects):
        self.objects = objects

    def get_client(self, _bucket):
        return self

    def get_paginator(self, _operation):
        return self

    def paginate(self, Bucket, Marker, Prefix):
        return Pages(sorted(key for bucket, key in self.objects if bucket == Bucket and key > Marker and key.startswith(Prefix)))

    def get_object(self, Bucket, Key):
        found = self.objects.get((Bucket, Key))
        if found is None:
            raise ClientError({"Error": {"Code": "NoSuchKey", "Message": "not found"}}, "GetObject")
        return {"Body": io.BytesIO(base64.b64decode(found["body"])), "Metadata": found["metadata"]}


class CloudTrail:
    def __init__(self, keys, run):
        self.keys = keys
        self.run = run

    def list_public_keys(self, StartTime, EndTime):
        start, end = StartTime.timestamp(), EndTime.timestamp()
        return {
            "PublicKeyList": [
                {"Fingerprint": key["fingerprint"], "Value": key["value"]}
                for key in self.keys
                if key["region"] == self.run["region"] and key["from"] <= end and key["until"] >= start
            ]
        }

    def describe_trails(self, **_arguments):
        trail = {"TrailARN": self.run["trailArn"], "S3BucketName": self.run["bucket"], "IsOrganizationTrail": True}
        return {"trailList": [trail | ({"S3KeyPrefix": self.run["prefix"]} if self.run["prefix"] else {})]}


class Organizations:
    def __init__(self, run):
        self.run = run

    def describe_organization(self):
        return {"Organization": {"Id": self.run["organizationId"]}}


def validate(objects, keys, run):
    command = CloudTrailValidateLogs(None)
    command.trail_arn = run["trailArn"]
    command.is_verbose = False
    # With a bucket, the command does not look up whether the trail is of an organization.
    command.s3_bucket = None if run.get("organizationId") else run["bucket"]
    command.s3_prefix = run["prefix"] or None
    command.account_id = run["accountId"]
    command.start_time = normalize_date(parse_date(run["start"]))
    command.end_time = normalize_date(parse_date(run["end"]))
    command._source_region = run["region"]
    command.s3_client_provider = S3(objects)
    command.cloudtrail_client = CloudTrail(keys, run)
    command.organization_client = Organizations(run)
    lines = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(lines):
        try:
            command._call()
        except RuntimeError as error:
            return {"error": str(error)}
    return {
        "digests": command._valid_digests + command._valid_backfill_digests,
        "digestsInvalid": command._invalid_digests + command._invalid_backfill_digests,
        "logFiles": command._valid_logs,
        "logFilesInvalid": command._invalid_logs,
        "lines": [line.replace("\t", " ") for line in lines.getvalue().split("\n") if line],
    }


def answer(question):
    objects = {(one["bucket"], one["key"]): one for one in question["objects"]}
    return [validate(objects, question["keys"], run) for run in question["runs"]]


json.dump([answer(question) for question in json.load(sys.stdin)], sys.stdout)
