# Events that reach the function without log files: from a bus, and from the trail's log group.

mock_provider "aws" {
  source = "./tests/aws"
}

variables {
  default_sns_topic_arn = "arn:aws:sns:eu-west-1:123456789012:security"
  trigger               = "eventbridge"
}

run "bus" {
  assert {
    condition = jsondecode(aws_cloudwatch_event_rule.events[0].event_pattern) == {
      source      = [{ prefix = "aws." }]
      detail-type = [{ suffix = " via CloudTrail" }]
    }
    error_message = "the rule matches other events: ${aws_cloudwatch_event_rule.events[0].event_pattern}"
  }
  assert {
    condition     = aws_cloudwatch_event_rule.events[0].event_bus_name == "default" && aws_cloudwatch_event_rule.events[0].state == "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" && aws_cloudwatch_event_target.queue[0].arn == aws_sqs_queue.log_files[0].arn && aws_cloudwatch_event_target.queue[0].event_bus_name == "default"
    error_message = "the rule is on another bus, excludes read-only calls, or does not send to the queue"
  }
  assert {
    condition     = length(aws_lambda_event_source_mapping.log_files) == 1 && length(aws_s3_bucket_notification.bucket_notification) == 0 && output.event_rule_arn == aws_cloudwatch_event_rule.events[0].arn && output.event_pattern == aws_cloudwatch_event_rule.events[0].event_pattern
    error_message = "the queue does not invoke the function, or a bucket notification exists"
  }
  assert {
    condition     = sort(jsondecode(aws_iam_role_policy.notifier[0].policy).Statement[*].Sid) == tolist(["DelayRetries", "PublishAlerts", "PushMetrics", "ReceiveNotifications", "StoreState", "WriteLog"])
    error_message = "the role grants access to a bucket"
  }
}

run "custom_bus_without_read_only_calls" {
  command = plan

  variables {
    event_bus_name                = "cloudtrail"
    eventbridge_include_read_only = false
    event_pattern                 = { source = [{ prefix = "aws." }], detail = { eventSource = ["iam.amazonaws.com"] } }
  }
  assert {
    condition     = aws_cloudwatch_event_rule.events[0].event_bus_name == "cloudtrail" && aws_cloudwatch_event_rule.events[0].state == "ENABLED" && aws_cloudwatch_event_target.queue[0].event_bus_name == "cloudtrail"
    error_message = "the rule is on another bus or includes read-only calls"
  }
  assert {
    condition     = jsondecode(output.event_pattern) == { source = [{ prefix = "aws." }], detail = { eventSource = ["iam.amazonaws.com"] } }
    error_message = "the pattern differs from the argument"
  }
}

run "pattern_as_json_string" {
  command = plan

  variables {
    event_pattern = "{ \"source\": [ \"aws.iam\" ] }"
  }
  assert {
    condition     = output.event_pattern == "{\"source\":[\"aws.iam\"]}"
    error_message = "the pattern differs from the argument"
  }
}

run "only_tracked_events" {
  command = plan

  variables {
    use_default_rules = false
    events_to_track   = "StopLogging, DeleteTrail,\n"
  }
  assert {
    condition     = jsondecode(output.event_pattern).detail == { "$or" = [{ eventName = ["StopLogging", "DeleteTrail"] }, { errorCode = [{ prefix = "AccessDenied" }] }] } && jsondecode(output.event_pattern).source == [{ prefix = "aws." }] && jsondecode(output.event_pattern).detail-type == [{ suffix = " via CloudTrail" }]
    error_message = "the pattern includes events that cannot be alerts, or excludes denied events: ${output.event_pattern}"
  }
}

run "only_tracked_events_without_access_denied_metrics" {
  command = plan

  variables {
    use_default_rules                     = false
    events_to_track                       = ["StopLogging"]
    push_access_denied_cloudwatch_metrics = false
  }
  assert {
    condition     = jsondecode(output.event_pattern).detail == { eventName = ["StopLogging"] }
    error_message = "the pattern includes events that cannot be alerts: ${output.event_pattern}"
  }
}

run "tracked_events_with_a_rule" {
  command = plan

  variables {
    use_default_rules = false
    events_to_track   = ["StopLogging"]
    rules             = ["eventName == 'DeleteTrail'"]
  }
  assert {
    condition     = !can(jsondecode(output.event_pattern).detail)
    error_message = "the pattern excludes events that the rule matches"
  }
}

run "tracked_events_with_a_pack" {
  command = plan

  variables {
    use_default_rules = false
    events_to_track   = ["StopLogging"]
    rule_packs        = ["cis"]
  }
  assert {
    condition     = !can(jsondecode(output.event_pattern).detail)
    error_message = "the pattern excludes events that the pack matches"
  }
}

run "more_tracked_events_than_fit_in_a_pattern" {
  command = plan

  variables {
    use_default_rules = false
    events_to_track   = [for index in range(200) : "SomeEventName${index}"]
  }
  assert {
    condition     = !can(jsondecode(output.event_pattern).detail)
    error_message = "the pattern is too long for EventBridge"
  }
}

run "log_group" {
  variables {
    trigger                   = "cloudwatch-logs"
    cloudtrail_log_group_name = "aws-cloudtrail-logs"
    log_filter_pattern        = "{ $.readOnly IS FALSE }"
    maximum_retry_attempts    = 1
    maximum_event_age_seconds = 3600
    dead_letter_target_arn    = "arn:aws:sqs:eu-west-1:123456789012:failed"
  }
  assert {
    condition     = aws_cloudwatch_log_subscription_filter.trail[0].log_group_name == "aws-cloudtrail-logs" && aws_cloudwatch_log_subscription_filter.trail[0].filter_pattern == "{ $.readOnly IS FALSE }" && aws_cloudwatch_log_subscription_filter.trail[0].destination_arn == aws_lambda_alias.live.arn
    error_message = "the log group does not invoke the alias"
  }
  assert {
    condition     = aws_lambda_permission.log_group[0].qualifier == "live" && aws_lambda_permission.log_group[0].principal == "logs.amazonaws.com" && aws_lambda_permission.log_group[0].source_arn == "arn:aws:logs:eu-west-1:123456789012:log-group:aws-cloudtrail-logs:*" && aws_lambda_permission.log_group[0].source_account == "123456789012"
    error_message = "other principals than the log group in this account can invoke the function"
  }
  assert {
    condition     = aws_lambda_function_event_invoke_config.live[0].maximum_retry_attempts == 1 && aws_lambda_function_event_invoke_config.live[0].maximum_event_age_in_seconds == 3600 && one(aws_lambda_function.notifier.dead_letter_config).target_arn == "arn:aws:sqs:eu-west-1:123456789012:failed"
    error_message = "failed invocations do not go to the dead-letter target"
  }
  assert {
    condition     = length(aws_sqs_queue.log_files) == 0 && length(aws_cloudwatch_event_rule.events) == 0 && length(aws_s3_bucket_notification.bucket_notification) == 0 && sort(jsondecode(aws_iam_role_policy.notifier[0].policy).Statement[*].Sid) == tolist(["PublishAlerts", "PushMetrics", "SendFailedInvocations", "StoreState", "WriteLog"])
    error_message = "unneeded resources or permissions exist"
  }
}
