# Alarms, so that silence in the alert channel means that nothing happened. They exist only with `alarm_actions`.

locals {
  # If a pattern accepts only rare events, silence is normal.
  narrows_what_arrives = var.event_pattern != null || local.narrows_events || var.log_filter_pattern != ""

  # Retries of one notification can be 36 minutes apart. With a shorter period, an alarm would return to OK between two of them.
  # An alarm is evaluated every minute whatever its period, so it goes off just as early.
  retry_period = 3600

  critical_findings = ["log-file-missing", "log-file-altered", "digest-missing", "digest-invalid"]

  # What an alarm leaves out is at the resource below.
  # AWS writes these metrics only while there is activity, so missing data is normal, except for the silence alarm.
  alarms = {
    for name, alarm in merge(
      {
        function-errors = {
          description = "Invocations fail, and their log files are retried. See the function's log."
          namespace   = "AWS/Lambda"
          metric      = "Errors"
        }
        function-throttles = {
          description = "Invocations are throttled because the concurrency limit of the account or the function is reached."
          namespace   = "AWS/Lambda"
          metric      = "Throttles"
        }
        alerts-failed = {
          description = "Alerts could not be delivered to a destination. Check its token, channel, webhook or topic. See delivery_failed in the log."
          metric      = "AlertsFailed"
          period      = local.retry_period
        }
        alerts-rerouted = {
          description = "A channel, webhook or topic refuses alerts permanently, so they go to the default destination, and its readers see none. See destination_broken in the log."
          metric      = "AlertsRerouted"
          period      = local.retry_period
        }
        log-files-too-large = {
          description = "A log file was too large to read and was dropped. It may contain alerts. See item_drop in the log for its key."
          metric      = "LogFilesTooLarge"
        }
        state-unavailable = {
          description = "The state table cannot be used. Alerts are delivered, but they can repeat, and mutes do not apply. See state_unavailable in the log."
          metric      = "StateUnavailable"
        }
        counts-refused = {
          description = "Alerts were counted on a message that the function cannot update, and the channel does not accept another message. See count_not_shown in the log."
          metric      = "CountsRefused"
        }
      },
      { for name, silence in {
        no-log-files = {
          expected    = local.reads_bucket
          metric      = "LogFilesRead"
          description = "No log file was read for ${var.silence_alarm_hours} hours. Check the trail, the bucket's notification and the function."
        }
        no-records = {
          expected    = !local.reads_bucket && !local.narrows_what_arrives
          metric      = "RecordsRead"
          description = "No event arrived for ${var.silence_alarm_hours} hours. Check the trail, the event rule or subscription filter, and the function."
        }
        } : name => {
        description        = silence.description
        metric             = silence.metric
        comparison         = "LessThanThreshold"
        threshold          = 1
        period             = 3600
        evaluation_periods = var.silence_alarm_hours
        missing_data       = "breaching"
      } if silence.expected },
      { for queue in aws_sqs_queue.dead_letter[*].name : "dead-letter-queue" => {
        description = "Notifications failed ${var.max_receive_count} attempts, and some or all of their alerts were not delivered. Fix the cause, then redrive the queue."
        namespace   = "AWS/SQS"
        metric      = "ApproximateNumberOfMessagesVisible"
        dimensions  = { QueueName = queue }
        statistic   = "Maximum"
      } },
      # Waits between attempts grow, so the dead-letter queue alone would report a log file that cannot be read only after hours.
      { for queue in aws_sqs_queue.log_files[*].name : "oldest-retry" => {
        description = "A notification older than 15 minutes is still being retried. See item_retry in the function's log."
        metric      = "OldestRetry"
        statistic   = "Maximum"
        threshold   = 900
        period      = local.retry_period
      } },
      { for name, heart in {
        accounts-dark = {
          description = "At least one account or region no longer sends digest files, so its events are missing, too. See the alerts account-went-dark."
          statistic   = "Maximum"
        }
        no-heartbeat = {
          description        = "The hourly job heartbeat does not run, so nothing notices that an account no longer sends digest files. See the function's log."
          statistic          = "SampleCount"
          comparison         = "LessThanThreshold"
          threshold          = 1
          evaluation_periods = 3
          missing_data       = "breaching"
        }
        } : name => merge(heart, {
          metric = "AccountsDark"
          period = 3600
      }) if var.verify_log_files },
      # Each of these rules has an alarm, in case the alert itself does not arrive.
      { for rule in local.critical_findings : rule => {
        description = "The rule ${rule} of the pack integrity found something. See the alert, or item alert in the function's log."
        metric      = "AlertsByRule"
        dimensions  = { FunctionName = aws_lambda_function.notifier.function_name, Rule = rule }
      } if var.verify_log_files && !contains(var.disabled_rules, rule) },
      # SQS leaves out messages that were received three times or more, so what is being retried does not set it off.
      # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
      { for queue in aws_sqs_queue.log_files[*].name : "oldest-message" => {
        description = "New notifications wait longer than 15 minutes, so alerts are late. More arrive than are processed."
        namespace   = "AWS/SQS"
        metric      = "ApproximateAgeOfOldestMessage"
        dimensions  = { QueueName = queue }
        statistic   = "Maximum"
        threshold   = 900
      } },
    ) : name => alarm if length(var.alarm_actions) > 0
  }
}

resource "aws_cloudwatch_metric_alarm" "watch" {
  for_each = local.alarms

  alarm_name          = "${var.function_name}-${each.key}"
  alarm_description   = "${each.value.description} Look for ${each.key} in docs/operations.md, section Alarms."
  namespace           = try(each.value.namespace, "CloudTrailToSlack")
  metric_name         = each.value.metric
  dimensions          = try(each.value.dimensions, { FunctionName = aws_lambda_function.notifier.function_name })
  statistic           = try(each.value.statistic, "Sum")
  comparison_operator = try(each.value.comparison, "GreaterThanThreshold")
  threshold           = try(each.value.threshold, 0)
  period              = try(each.value.period, 300)
  evaluation_periods  = try(each.value.evaluation_periods, 1)
  treat_missing_data  = try(each.value.missing_data, "notBreaching")
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  tags                = var.tags
}
