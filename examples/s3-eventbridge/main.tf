module "cloudtrail_to_slack" {
  source = "../.."

  trigger                        = "s3-eventbridge"
  cloudtrail_logs_s3_bucket_name = var.cloudtrail_logs_s3_bucket_name
  create_bucket_notification     = var.create_bucket_notification

  slack_bot_token          = var.slack_bot_token
  default_slack_channel_id = var.default_slack_channel_id
}
