# The schedules of jobs: each exists exactly if its feature is on.

mock_provider "aws" {
  source = "./tests/aws"
}

variables {
  cloudtrail_logs_s3_bucket_name = "my-trail"
  default_sns_topic_arn          = "arn:aws:sns:eu-west-1:123456789012:security"
}

run "starts_no_job_by_default" {
  assert {
    condition     = length(aws_cloudwatch_event_rule.job) == 0 && length(aws_cloudwatch_event_target.job) == 0 && length(aws_lambda_permission.job) == 0
    error_message = "a schedule exists although no feature needs one"
  }
}

run "starts_the_heartbeat_every_hour" {
  variables {
    verify_log_files = true
    tags             = { team = "security" }
  }
  assert {
    condition     = keys(aws_cloudwatch_event_rule.job) == ["heartbeat"] && aws_cloudwatch_event_rule.job["heartbeat"].name == "cloudtrail-to-slack-heartbeat" && aws_cloudwatch_event_rule.job["heartbeat"].schedule_expression == "rate(1 hour)" && aws_cloudwatch_event_rule.job["heartbeat"].tags == tomap({ team = "security" })
    error_message = "the schedule of the heartbeat is another one"
  }
  assert {
    condition     = aws_cloudwatch_event_target.job["heartbeat"].rule == "cloudtrail-to-slack-heartbeat" && aws_cloudwatch_event_target.job["heartbeat"].arn == aws_lambda_alias.live.arn && jsondecode(aws_cloudwatch_event_target.job["heartbeat"].input) == { cloudtrailToSlack = { job = "heartbeat" } }
    error_message = "the schedule does not invoke the alias with the name of the job"
  }
  assert {
    condition     = aws_lambda_permission.job["heartbeat"].principal == "events.amazonaws.com" && aws_lambda_permission.job["heartbeat"].qualifier == "live" && aws_lambda_permission.job["heartbeat"].source_arn == aws_cloudwatch_event_rule.job["heartbeat"].arn
    error_message = "others than the schedule can invoke the function"
  }
}

run "sends_scheduled_summaries_every_quarter_of_an_hour" {
  variables {
    destinations = { email = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:mail" } }
    routes = [
      { severities = ["high", "critical"], destinations = ["email"] },
      { digest = "weekly", digest_day = "friday", digest_at = "17:30", digest_zone = "Europe/Berlin", destinations = ["email"] },
    ]
  }
  assert {
    condition     = keys(aws_cloudwatch_event_rule.job) == ["summaries"] && aws_cloudwatch_event_rule.job["summaries"].schedule_expression == "rate(15 minutes)" && jsondecode(aws_cloudwatch_event_target.job["summaries"].input) == { cloudtrailToSlack = { job = "summaries" } }
    error_message = "the schedule of the summaries is another one"
  }
  assert {
    condition     = { for name, value in jsondecode(output.settings_json).routes[1] : name => value if value != null } == { destinations = ["email"], digest = "weekly", digest_day = "friday", digest_at = "17:30", digest_zone = "Europe/Berlin" }
    error_message = "the settings lack the schedule of the summary"
  }
}

run "starts_no_job_for_routes_that_post_immediately" {
  variables {
    destinations = { email = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:mail" } }
    routes       = [{ destinations = ["email"] }]
  }
  assert {
    condition     = length(aws_cloudwatch_event_rule.job) == 0
    error_message = "a schedule exists although no route needs one"
  }
}
