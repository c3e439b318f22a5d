module "cloudtrail_to_slack" {
  source = "../.."

  trigger                        = "sns"
  cloudtrail_logs_s3_bucket_name = var.cloudtrail_logs_s3_bucket_name

  slack_bot_token          = var.slack_bot_token
  default_slack_channel_id = var.default_slack_channel_id
}

# Other consumers of log files subscribe to the same topic.
resource "aws_sns_topic_subscription" "other" {
  topic_arn = module.cloudtrail_to_slack.fanout_topic_arn
  protocol  = "sqs"
  endpoint  = var.other_queue_arn
}
