module "cloudtrail_to_slack" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = var.cloudtrail_logs_s3_bucket_name
  s3_notification_filter_prefix  = "AWSLogs/${var.organization_id}/"

  slack_bot_token_reference = "/security/slack-bot-token"
  default_slack_channel_id  = var.default_slack_channel_id

  # Every log file that CloudTrail's digest files list is read, and none is altered.
  verify_log_files        = true
  verify_ignored_accounts = var.closed_accounts

  # What verification finds goes to the people who keep the logs, too.
  destinations = {
    log-keepers = { type = "slack", channel_id = var.log_keepers_channel_id }
  }
  routes = [
    { packs = ["integrity"], destinations = ["log-keepers"] },
  ]

  # In case the alert itself does not arrive.
  alarm_actions    = [var.alarm_topic_arn]
  create_dashboard = true
}
