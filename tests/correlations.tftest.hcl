# Correlations that Terraform rejects during plan. scripts/test-terraform.sh compares every message: see tests/correlations.

mock_provider "aws" {
  source = "./tests/aws"
}

variables {
  cloudtrail_logs_s3_bucket_name = "my-trail"
  default_sns_topic_arn          = "arn:aws:sns:eu-west-1:123456789012:security"
}

run "rejects_an_unknown_type" {
  command = plan

  variables {
    rules = [{ name = "a", expression = "a", correlation = { type = "count", timespan = "1h", gte = 2 } }]
  }
  expect_failures = [aws_lambda_function.notifier]
}

run "rejects_a_time_span_above_a_week" {
  command = plan

  variables {
    rules = [{ name = "a", expression = "a", correlation = { type = "event_count", timespan = "169h", gte = 2 } }]
  }
  expect_failures = [aws_lambda_function.notifier]
}

run "rejects_an_alias_without_a_rule" {
  command = plan

  variables {
    rules = [{ name = "a", correlation = { type = "temporal", timespan = "1h", rules = ["b", "c"], group_by = ["who"], aliases = { who = { b = "x" } } } }]
  }
  expect_failures = [aws_lambda_function.notifier]
}

run "rejects_too_many_correlations" {
  command = plan

  variables {
    rules = [for i in range(201) : { name = "a-${i}", expression = "a", correlation = { type = "event_count", timespan = "1h", gte = 2 } }]
  }
  expect_failures = [aws_lambda_function.notifier]
}
