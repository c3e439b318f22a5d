module "cloudtrail_to_slack" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = var.cloudtrail_logs_s3_bucket_name
  slack_bot_token                = var.slack_bot_token
  default_slack_channel_id       = var.default_slack_channel_id
}
