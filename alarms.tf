# Alarms for an alert channel in which silence has to mean that nothing happened. They exist only with `alarm_actions`.

locals {
  # Where only what is rare may arrive, silence is no news.
  narrows_what_arrives = var.event_pattern != null || local.narrows_events || var.log_filter_pattern != ""

  # AWS writes these metrics only while something happens: missing data are good news, save for the alarm about silence.
  alarms = {
    for name, alarm in merge(
      {
        function-errors = {
          description = "Invocations fail: log files wait to be retried. See the function's log."
          namespace   = "AWS/Lambda"
          metric      = "Errors"
          dimensions  = { FunctionName = aws_lambda_function.notifier.function_name }
        }
        function-throttles = {
          description = "Invocations are throttled: the account's or the function's concurrency is used up."
          namespace   = "AWS/Lambda"
          metric      = "Throttles"
          dimensions  = { FunctionName = aws_lambda_function.notifier.function_name }
        }
        alerts-failed = {
          description = "Alerts could not be delivered to a destination: token, channel, webhook or topic are at fault. See delivery_failed in the log."
          namespace   = "CloudTrailToSlack"
          metric      = "AlertsFailed"
          dimensions  = { FunctionName = aws_lambda_function.notifier.function_name }
        }
        counts-refused = {
          description = "Alerts were folded into the count of a message that its channel no longer lets the function change, nor takes another. See count_not_shown in the log."
          namespace   = "CloudTrailToSlack"
          metric      = "CountsRefused"
          dimensions  = { FunctionName = aws_lambda_function.notifier.function_name }
        }
      },
      { for name, silence in {
        no-log-files = {
          expected    = local.reads_bucket
          metric      = "LogFilesRead"
          description = "No log file was read for ${var.silence_alarm_hours} hours: the trail, the bucket's notification or the function is broken."
        }
        no-records = {
          expected    = !local.reads_bucket && !local.narrows_what_arrives
          metric      = "RecordsRead"
          description = "No event arrived for ${var.silence_alarm_hours} hours: the trail, the rule or subscription, or the function is broken."
        }
        } : name => {
        description        = silence.description
        namespace          = "CloudTrailToSlack"
        metric             = silence.metric
        dimensions         = { FunctionName = aws_lambda_function.notifier.function_name }
        comparison         = "LessThanThreshold"
        threshold          = 1
        period             = 3600
        evaluation_periods = var.silence_alarm_hours
        missing_data       = "breaching"
      } if silence.expected },
      { for queue in aws_sqs_queue.dead_letter[*].name : "dead-letter-queue" => {
        description = "Notifications were given up after ${var.max_receive_count} attempts: their events were not looked at. Redrive them once the cause is mended."
        namespace   = "AWS/SQS"
        metric      = "ApproximateNumberOfMessagesVisible"
        dimensions  = { QueueName = queue }
        statistic   = "Maximum"
      } },
      { for queue in aws_sqs_queue.log_files[*].name : "oldest-message" => {
        description = "Notifications wait for more than 15 minutes: alerts are late."
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
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
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
