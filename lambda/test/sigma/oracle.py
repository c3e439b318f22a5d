"""Decides records by Sigma rules with pySigma and its SQLite backend.

Reads JSON from standard input: a list of {"rules": [YAML of a rule, ..], "records": [record, ..]}.
Writes a list of lists: for each rule the indices of the records it matches, or {"error": reason}.

Each record is a row. A column is a field: nested keys joined with dots. Booleans are stored as text, as Sigma spells them; an
object or a list is stored as its JSON text. A column with a number in it has numeric affinity, so that numbers are compared
as numbers.
"""

import json
import re
import sqlite3
import sys

from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection
from sigma.exceptions import SigmaError

FULLTEXT = "whole_record"


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def columns_of(record):
    columns = {FULLTEXT: compact(record)}

    def visit(prefix, value):
        if isinstance(value, (dict, list)):
            if prefix:
                columns[prefix] = compact(value)
            if isinstance(value, dict):
                for key, item in value.items():
                    visit(f"{prefix}.{key}" if prefix else key, item)
        elif value is not None:
            columns[prefix] = str(value).lower() if isinstance(value, bool) else value

    visit("", record)
    return columns


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def create_table(fields, records):
    rows = [columns_of(record) for record in records]
    connection = sqlite3.connect(":memory:")
    connection.create_function(
        "REGEXP", 2, lambda pattern, value: value is not None and re.search(pattern, str(value)) is not None
    )
    definitions = []
    for field in fields:
        is_numeric = any(isinstance(row.get(field), (int, float)) for row in rows)
        definitions.append(f"{quoted(field)} {'NUMERIC' if is_numeric else 'TEXT'} COLLATE NOCASE")
    connection.execute(f"CREATE TABLE logs ({', '.join(['number INTEGER', *definitions])})")
    marks = ", ".join("?" * (len(fields) + 1))
    connection.executemany(
        f"INSERT INTO logs VALUES ({marks})",
        [[index, *(row.get(field) for field in fields)] for index, row in enumerate(rows)],
    )
    return connection


def decide(rules, records):
    backend = sqliteBackend(collate_nocase=True, fulltext_field=FULLTEXT)
    parsed = []
    fields = {FULLTEXT}
    for text in rules:
        try:
            rule = SigmaCollection.from_yaml(text).rules[0]
            queries = backend.convert_rule(rule)
            fields.update(backend.required_fields(rule))
            parsed.append(queries)
        except (SigmaError, NotImplementedError) as error:
            parsed.append({"error": f"{type(error).__name__}: {error}"})
    unique = {field.lower(): field for field in sorted(fields)}
    connection = create_table(list(unique.values()), records)
    return [queries if isinstance(queries, dict) else matches(connection, queries) for queries in parsed]


def matches(connection, queries):
    found = set()
    for query in queries:
        rows = connection.execute(query.replace("SELECT *", "SELECT number", 1))
        found.update(number for (number,) in rows)
    return sorted(found)


json.dump([decide(one["rules"], one["records"]) for one in json.load(sys.stdin)], sys.stdout)
