# Correlations with one problem each. `problems.txt` has the message of each.

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.19"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

module "cloudtrail_to_slack" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = "my-trail"
  default_sns_topic_arn          = "arn:aws:sns:eu-west-1:123456789012:security"
  rules = [
    { name = "an-unknown-type", expression = "a", correlation = { type = "count", timespan = "1h", gte = 2 } },
    { name = "a-missing-type", expression = "a", correlation = { timespan = "1h", gte = 2 } },
    { name = "an-unknown-attribute", expression = "a", correlation = { type = "event_count", timespan = "1h", gte = 2, groupby = ["b"] } },
    { name = "a-missing-time-span", expression = "a", correlation = { type = "event_count", gte = 2 } },
    { name = "a-missing-count", expression = "a", correlation = { type = "event_count", timespan = "1h" } },
    { name = "a-missing-field", expression = "a", correlation = { type = "value_count", timespan = "1h", gte = 2 } },
    { name = "a-field-without-meaning", expression = "a", correlation = { type = "event_count", timespan = "1h", gte = 2, field = "b" } },
    { name = "a-count-without-meaning", expression = "a", correlation = { type = "first_seen", timespan = "1h", gte = 2 } },
    { name = "learning-without-meaning", expression = "a", correlation = { type = "event_count", timespan = "1h", gte = 2, learn = "1d" } },
    { name = "a-time-span-in-words", expression = "a", correlation = { type = "event_count", timespan = "1 hour", gte = 2 } },
    { name = "a-time-span-of-zero", expression = "a", correlation = { type = "event_count", timespan = "0s", gte = 2 } },
    { name = "a-time-span-above-a-week", expression = "a", correlation = { type = "event_count", timespan = "169h", gte = 2 } },
    { name = "a-first-sight-above-90-days", expression = "a", correlation = { type = "first_seen", timespan = "91d" } },
    { name = "learning-above-90-days", expression = "a", correlation = { type = "first_seen", timespan = "9d", learn = "91d" } },
    { name = "a-count-above-its-range", expression = "a", correlation = { type = "event_count", timespan = "1h", gte = 1001 } },
    { name = "a-count-below-its-range", expression = "a", correlation = { type = "event_count", timespan = "1h", gte = 0 } },
    { name = "a-count-that-is-not-whole", expression = "a", correlation = { type = "event_count", timespan = "1h", gte = 1.5 } },
    { name = "groups-that-are-no-list", expression = "a", correlation = { type = "event_count", timespan = "1h", gte = 2, group_by = "b" } },
    { name = "a-group-twice", expression = "a", correlation = { type = "event_count", timespan = "1h", gte = 2, group_by = ["b", "b"] } },
    { name = "too-many-groups", expression = "a", correlation = { type = "event_count", timespan = "1h", gte = 2, group_by = split("", "bcdefghijkl") } },
    { name = "no-expression", correlation = { type = "event_count", timespan = "1h", gte = 2 } },
    { name = "an-expression-and-rules", expression = "a", correlation = { type = "event_count", timespan = "1h", gte = 2, rules = ["b"] } },
    { name = "no-rules", correlation = { type = "event_count", timespan = "1h", gte = 2, rules = [] } },
    { name = "one-rule-in-order", correlation = { type = "temporal_ordered", timespan = "1h", rules = ["b"] } },
    { name = "a-rule-twice", correlation = { type = "temporal", timespan = "1h", rules = ["b", "b"] } },
    { name = "too-many-rules", correlation = { type = "temporal", timespan = "1h", rules = [for i in range(51) : "rule-${i}"] } },
    { name = "an-alias-that-is-not-used", correlation = { type = "temporal", timespan = "1h", rules = ["b", "c"], aliases = { who = { b = "x", c = "y" } } } },
    { name = "an-alias-without-a-rule", correlation = { type = "temporal", timespan = "1h", rules = ["b", "c"], group_by = ["who"], aliases = { who = { b = "x" } } } },
    { name = "an-alias-for-another-rule", correlation = { type = "temporal", timespan = "1h", rules = ["b", "c"], group_by = ["who"], aliases = { who = { b = "x", c = "y", d = "z" } } } },
    { name = "aliases-without-rules", expression = "a", correlation = { type = "event_count", timespan = "1h", gte = 2, group_by = ["who"], aliases = { who = { a = "x" } } } },
    { name = "aliases-that-are-no-map", correlation = { type = "temporal", timespan = "1h", rules = ["b", "c"], group_by = ["who"], aliases = { who = "x" } } },
    { expression = "a", correlation = { type = "event_count", timespan = "1h", gte = 2 } },
  ]
}
