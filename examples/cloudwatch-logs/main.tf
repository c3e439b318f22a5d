module "cloudtrail_to_slack" {
  source = "../.."

  trigger                   = "cloudwatch-logs"
  cloudtrail_log_group_name = var.cloudtrail_log_group_name

  slack_bot_token          = var.slack_bot_token
  default_slack_channel_id = var.default_slack_channel_id

  # There is no queue. Lambda tries an invocation three times, then sends the failed event to this queue.
  dead_letter_target_arn = aws_sqs_queue.failed.arn
}

resource "aws_sqs_queue" "failed" {
  name                      = "cloudtrail-to-slack-failed"
  message_retention_seconds = 14 * 24 * 3600
  sqs_managed_sse_enabled   = true
}
