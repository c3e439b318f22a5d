output "lambda_function_arn" {
  description = "ARN of the function."
  value       = aws_lambda_function.notifier.arn
}

output "function_name" {
  description = "Name of the function."
  value       = aws_lambda_function.notifier.function_name
}

output "lambda_alias_arn" {
  description = "ARN of the alias `live`, which every trigger invokes. The alias moves to a new version only after the self-check of that version succeeds."
  value       = aws_lambda_alias.live.arn

  # With create_bucket_notification = false the user creates the notification, after the bucket is allowed to invoke the function.
  depends_on = [
    aws_lambda_permission.bucket,
    aws_lambda_permission.log_group,
  ]
}

output "slack_request_url" {
  description = "Request URL for *Interactivity & Shortcuts* of the Slack app. Null without a signing secret."
  value       = one(values(aws_lambda_function_url.slack)[*].function_url)
}

output "queue_arn" {
  description = "ARN of the queue that the function reads. Null with the triggers `s3` and `cloudwatch-logs`."
  value       = one(aws_sqs_queue.log_files[*].arn)

  # S3 checks the permission: "Unable to validate the following destination configurations".
  depends_on = [aws_sqs_queue_policy.log_files]
}

output "queue_url" {
  description = "URL of the queue that the function reads. Null with the triggers `s3` and `cloudwatch-logs`."
  value       = one(aws_sqs_queue.log_files[*].url)
}

output "dead_letter_queue_arn" {
  description = "ARN of the queue for messages that failed all attempts. Null with the triggers `s3` and `cloudwatch-logs`."
  value       = one(aws_sqs_queue.dead_letter[*].arn)
}

output "dead_letter_queue_url" {
  description = "URL of the dead-letter queue. Null with the triggers `s3` and `cloudwatch-logs`."
  value       = one(aws_sqs_queue.dead_letter[*].url)
}

output "fanout_topic_arn" {
  description = "ARN of the topic with the bucket's notifications, which other systems can subscribe to. Null unless `trigger = \"sns\"`."
  value       = local.fanout_topic_arn

  # S3 checks the permission, as for the queue.
  depends_on = [aws_sns_topic_policy.fanout]
}

output "event_rule_arn" {
  description = "ARN of the EventBridge rule that sends to the queue. Null unless `trigger` is `eventbridge` or `s3-eventbridge`."
  value       = one(aws_cloudwatch_event_rule.events[*].arn)
}

output "event_pattern" {
  description = "Event pattern of that rule as JSON. With `trigger = \"eventbridge\"`, pass it to the relays (`modules/eventbridge-relay`)."
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
  value       = local.role_arn
}

output "role_name" {
  description = "Name of the function's role, to attach further policies. Null with `role_arn`."
  value       = one(aws_iam_role.notifier[*].name)
}

output "role_policy_json" {
  description = "The permissions that the function needs, and no others, as a policy. With `role_arn`, attach it to the existing role (docs/hardening.md)."
  value       = local.role_policy
}

output "slack_role_policy_json" {
  description = "The same for the function behind the buttons in Slack and the existing role `slack_role_arn`. Null without that function."
  value       = one(values(local.slack_role_policies))
}

output "log_group_name" {
  description = "Name of the function's log group."
  value       = aws_cloudwatch_log_group.notifier.name
}

output "sns_topic_arn" {
  description = "ARN of the topic for `aws_sns_topic_subscriptions`. Null if there is none."
  value       = one(aws_sns_topic.events_to_sns[*].arn)
}

output "settings_json" {
  description = "Settings of the function, to test rules locally: `terraform output -raw settings_json > settings.json`, then `npx cloudtrail-to-slack replay --settings settings.json FILE`. Contains references to secrets, never a secret."
  value       = local.settings_json
}
