# Alarms and the dashboard.

mock_provider "aws" {
  source = "./tests/aws"

  override_resource {
    target = aws_sqs_queue.dead_letter[0]
    values = {
      arn = "arn:aws:sqs:eu-west-1:123456789012:cloudtrail-to-slack-dead-letter"
      url = "https://sqs.eu-west-1.amazonaws.com/123456789012/cloudtrail-to-slack-dead-letter"
    }
  }
}

variables {
  cloudtrail_logs_s3_bucket_name = "my-trail"
  default_sns_topic_arn          = "arn:aws:sns:eu-west-1:123456789012:security"
}

run "alarms" {
  variables {
    alarm_actions       = ["arn:aws:sns:eu-west-1:123456789012:operations"]
    silence_alarm_hours = 12
  }
  assert {
    condition = { for name, alarm in aws_cloudwatch_metric_alarm.watch : name => "${alarm.namespace} ${alarm.metric_name} ${alarm.statistic} ${alarm.comparison_operator} ${alarm.threshold} ${alarm.treat_missing_data} ${alarm.period}x${alarm.evaluation_periods} ${join(",", [for k, v in alarm.dimensions : "${k}=${v}"])}" } == {
      alerts-failed       = "CloudTrailToSlack AlertsFailed Sum GreaterThanThreshold 0 notBreaching 3600x1 FunctionName=cloudtrail-to-slack"
      alerts-rerouted     = "CloudTrailToSlack AlertsRerouted Sum GreaterThanThreshold 0 notBreaching 3600x1 FunctionName=cloudtrail-to-slack"
      counts-refused      = "CloudTrailToSlack CountsRefused Sum GreaterThanThreshold 0 notBreaching 300x1 FunctionName=cloudtrail-to-slack"
      dead-letter-queue   = "AWS/SQS ApproximateNumberOfMessagesVisible Maximum GreaterThanThreshold 0 notBreaching 300x1 QueueName=cloudtrail-to-slack-dead-letter"
      function-errors     = "AWS/Lambda Errors Sum GreaterThanThreshold 0 notBreaching 300x1 FunctionName=cloudtrail-to-slack"
      function-throttles  = "AWS/Lambda Throttles Sum GreaterThanThreshold 0 notBreaching 300x1 FunctionName=cloudtrail-to-slack"
      log-files-too-large = "CloudTrailToSlack LogFilesTooLarge Sum GreaterThanThreshold 0 notBreaching 300x1 FunctionName=cloudtrail-to-slack"
      no-log-files        = "CloudTrailToSlack LogFilesRead Sum LessThanThreshold 1 breaching 3600x12 FunctionName=cloudtrail-to-slack"
      oldest-retry        = "CloudTrailToSlack OldestRetry Maximum GreaterThanThreshold 900 notBreaching 3600x1 FunctionName=cloudtrail-to-slack"
      state-unavailable   = "CloudTrailToSlack StateUnavailable Sum GreaterThanThreshold 0 notBreaching 300x1 FunctionName=cloudtrail-to-slack"
      oldest-message      = "AWS/SQS ApproximateAgeOfOldestMessage Maximum GreaterThanThreshold 900 notBreaching 300x1 QueueName=cloudtrail-to-slack-log-files"
    }
    error_message = "the alarms differ from the operations manual"
  }
  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.watch : alarm.alarm_actions == toset(["arn:aws:sns:eu-west-1:123456789012:operations"]) && alarm.ok_actions == alarm.alarm_actions && endswith(alarm.alarm_description, " Look for ${trimprefix(alarm.alarm_name, "cloudtrail-to-slack-")} in docs/operations.md, section Alarms.") && startswith(alarm.alarm_name, "cloudtrail-to-slack-")])
    error_message = "an alarm has no action, or its description does not refer to the operations manual"
  }
}

run "alarms_without_queues" {
  variables {
    trigger       = "s3"
    alarm_actions = ["arn:aws:sns:eu-west-1:123456789012:operations"]
  }
  assert {
    condition     = keys(aws_cloudwatch_metric_alarm.watch) == ["alerts-failed", "alerts-rerouted", "counts-refused", "function-errors", "function-throttles", "log-files-too-large", "no-log-files", "state-unavailable"]
    error_message = "alarms exist for queues that do not exist"
  }
}

run "dashboard" {
  variables {
    create_dashboard = true
  }
  assert {
    condition     = [for widget in jsondecode(aws_cloudwatch_dashboard.overview[0].dashboard_body).widgets : "${widget.type} ${widget.properties.title}"] == ["metric Alerts", "metric Alerts by rule", "metric Seconds from event to message", "metric Records and log files", "metric Function", "metric Queues", "metric Access denied", "log Alerts", "log Errors and warnings", "log Invocations", "log Slowest invocations"]
    error_message = "the dashboard has other widgets"
  }
  assert {
    condition = length(setsubtract(
      ["LogFilesRead", "RecordsRead", "AlertsRaised", "AlertsDelivered", "AlertsDuplicate", "AlertsHeld", "AlertsFailed", "AlertsUnrouted", "CountsRefused", "RuleErrors", "ItemsDropped", "LogFilesTooLarge", "DeliveryLatency", "OldestRetry"],
      flatten([for widget in jsondecode(aws_cloudwatch_dashboard.overview[0].dashboard_body).widgets : [for metric in try(widget.properties.metrics, []) : try(metric[1], "")]]),
    )) == 0
    error_message = "a metric of the function is on no graph"
  }
  assert {
    condition     = alltrue([for widget in jsondecode(aws_cloudwatch_dashboard.overview[0].dashboard_body).widgets : widget.properties.region == "eu-west-1" && (widget.type == "metric" || startswith(try(widget.properties.query, ""), "SOURCE '/aws/lambda/cloudtrail-to-slack' | "))])
    error_message = "a widget has another region or log"
  }
}

run "dashboard_without_queues_and_access_denied" {
  variables {
    trigger                               = "s3"
    push_access_denied_cloudwatch_metrics = false
    create_dashboard                      = true
  }
  assert {
    condition     = length([for widget in jsondecode(aws_cloudwatch_dashboard.overview[0].dashboard_body).widgets : widget if contains(["Queues", "Access denied"], widget.properties.title)]) == 0
    error_message = "the dashboard shows metrics that do not exist"
  }
}

run "dashboard_with_manual_activity" {
  command = plan

  variables {
    rule_packs       = ["console-actions"]
    create_dashboard = true
  }
  assert {
    condition     = [for search in local.log_searches : search.title] == ["Manual activity by person", "Manual activity", "Alerts", "Errors and warnings", "Invocations", "Slowest invocations"]
    error_message = "the dashboard lacks the queries for console-actions"
  }
}

run "alarms_without_log_files" {
  command = plan

  variables {
    cloudtrail_logs_s3_bucket_name = null
    trigger                        = "eventbridge"
    alarm_actions                  = ["arn:aws:sns:eu-west-1:123456789012:operations"]
  }
  assert {
    condition     = keys(local.alarms) == ["alerts-failed", "alerts-rerouted", "counts-refused", "dead-letter-queue", "function-errors", "function-throttles", "log-files-too-large", "no-records", "oldest-message", "oldest-retry", "state-unavailable"] && local.alarms["no-records"].metric == "RecordsRead"
    error_message = "the silence alarm watches log files although there are none"
  }
}

run "no_silence_alarm_with_a_narrow_pattern" {
  command = plan

  variables {
    cloudtrail_logs_s3_bucket_name = null
    trigger                        = "eventbridge"
    event_pattern                  = jsonencode({ source = ["aws.iam"] })
    alarm_actions                  = ["arn:aws:sns:eu-west-1:123456789012:operations"]
  }
  assert {
    condition     = keys(local.alarms) == ["alerts-failed", "alerts-rerouted", "counts-refused", "dead-letter-queue", "function-errors", "function-throttles", "log-files-too-large", "oldest-message", "oldest-retry", "state-unavailable"]
    error_message = "a silence alarm exists although a pattern narrows the events"
  }
}

run "alarms_of_verification" {
  command = plan

  variables {
    verify_log_files = true
    disabled_rules   = ["digest-missing"]
    alarm_actions    = ["arn:aws:sns:eu-west-1:123456789012:operations"]
  }
  assert {
    condition = { for name in ["accounts-dark", "digest-invalid", "log-file-altered", "log-file-missing", "no-heartbeat"] : name => "${aws_cloudwatch_metric_alarm.watch[name].metric_name} ${aws_cloudwatch_metric_alarm.watch[name].statistic} ${aws_cloudwatch_metric_alarm.watch[name].comparison_operator} ${aws_cloudwatch_metric_alarm.watch[name].threshold} ${aws_cloudwatch_metric_alarm.watch[name].treat_missing_data} ${aws_cloudwatch_metric_alarm.watch[name].period}x${aws_cloudwatch_metric_alarm.watch[name].evaluation_periods} ${join(",", [for k, v in aws_cloudwatch_metric_alarm.watch[name].dimensions : "${k}=${v}"])}" } == {
      accounts-dark    = "AccountsDark Maximum GreaterThanThreshold 0 notBreaching 3600x1 FunctionName=cloudtrail-to-slack"
      digest-invalid   = "AlertsByRule Sum GreaterThanThreshold 0 notBreaching 300x1 FunctionName=cloudtrail-to-slack,Rule=digest-invalid"
      log-file-altered = "AlertsByRule Sum GreaterThanThreshold 0 notBreaching 300x1 FunctionName=cloudtrail-to-slack,Rule=log-file-altered"
      log-file-missing = "AlertsByRule Sum GreaterThanThreshold 0 notBreaching 300x1 FunctionName=cloudtrail-to-slack,Rule=log-file-missing"
      no-heartbeat     = "AccountsDark SampleCount LessThanThreshold 1 breaching 3600x3 FunctionName=cloudtrail-to-slack"
    }
    error_message = "the alarms of verification differ from the operations manual"
  }
  assert {
    condition     = !contains(keys(aws_cloudwatch_metric_alarm.watch), "digest-missing")
    error_message = "an alarm watches a rule that is disabled"
  }
}

run "dashboard_of_verification" {
  command = plan

  variables {
    verify_log_files = true
    create_dashboard = true
  }
  assert {
    condition     = contains([for graph in local.graphs : graph.title], "Verified log files") && local.log_searches[0].title == "Missing and altered log files, silent accounts"
    error_message = "the dashboard does not show what verification does"
  }
}
