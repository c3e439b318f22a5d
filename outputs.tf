output "lambda_function_arn" {
  description = "ARN of the function."
  value       = aws_lambda_function.notifier.arn
}

output "function_name" {
  description = "Name of the function."
  value       = aws_lambda_function.notifier.function_name
}

output "lambda_alias_arn" {
  description = "ARN of the alias `live`, at which every trigger ends. It moves to a new version only after that has checked itself."
  value       = aws_lambda_alias.live.arn

  # Who notifies the function himself (create_bucket_notification = false) must not do so before the bucket may invoke it.
  depends_on = [
    aws_lambda_permission.bucket,
    aws_lambda_permission.log_group,
  ]
}

output "queue_arn" {
  description = "ARN of the queue from which the function takes its work; null with the triggers `s3` and `cloudwatch-logs`."
  value       = one(aws_sqs_queue.log_files[*].arn)

  # Likewise: "Unable to validate the following destination configurations".
  depends_on = [aws_sqs_queue_policy.log_files]
}

output "queue_url" {
  description = "URL of that queue."
  value       = one(aws_sqs_queue.log_files[*].url)
}

output "dead_letter_queue_arn" {
  description = "ARN of the queue that takes what failed for good; null with the triggers `s3` and `cloudwatch-logs`."
  value       = one(aws_sqs_queue.dead_letter[*].arn)
}

output "dead_letter_queue_url" {
  description = "URL of that queue."
  value       = one(aws_sqs_queue.dead_letter[*].url)
}

output "fanout_topic_arn" {
  description = "ARN of the topic that carries the bucket's notifications, for others to subscribe to; null unless `trigger = \"sns\"`."
  value       = local.fanout_topic_arn

  # As for the queue.
  depends_on = [aws_sns_topic_policy.fanout]
}

output "event_rule_arn" {
  description = "ARN of the EventBridge rule that feeds the queue; null unless `trigger` is `eventbridge` or `s3-eventbridge`."
  value       = one(aws_cloudwatch_event_rule.events[*].arn)
}

output "event_pattern" {
  description = "The pattern of that rule as JSON: with `trigger = \"eventbridge\"`, what relays should forward (`modules/eventbridge-relay`)."
  value       = local.has_event_rule ? local.event_pattern : null
}

output "dynamodb_table_name" {
  description = "Name of the state table."
  value       = aws_dynamodb_table.state.name
}

output "dynamodb_table_arn" {
  description = "ARN of the state table."
  value       = aws_dynamodb_table.state.arn
}

output "role_arn" {
  description = "ARN of the function's role."
  value       = aws_iam_role.notifier.arn
}

output "role_name" {
  description = "Name of the function's role, for attaching further policies."
  value       = aws_iam_role.notifier.name
}

output "log_group_name" {
  description = "Name of the function's log group."
  value       = aws_cloudwatch_log_group.notifier.name
}

output "sns_topic_arn" {
  description = "ARN of the topic made for `aws_sns_topic_subscriptions`; null where there is none."
  value       = one(aws_sns_topic.events_to_sns[*].arn)
}

output "settings_json" {
  description = "The settings as the function gets them, for trying rules on a laptop: `terraform output -raw settings_json > settings.json`, then `npx cloudtrail-to-slack replay --settings settings.json FILE`. Holds references to secrets, never a secret."
  value       = local.settings_json
}
