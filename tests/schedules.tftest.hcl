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
