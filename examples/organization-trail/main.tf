module "cloudtrail_to_slack" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = var.cloudtrail_logs_s3_bucket_name
  cloudtrail_logs_kms_key_id     = var.cloudtrail_logs_kms_key_id
  s3_notification_filter_prefix  = "AWSLogs/${var.organization_id}/"
  create_bucket_notification     = false

  slack_bot_token_reference = var.slack_bot_token_secret
  default_slack_channel_id  = var.default_slack_channel_id

  account_names = var.account_names
  rule_packs    = ["console-actions"]
  console_actions = {
    included_accounts = var.production_accounts
    human_sessions    = ["*@example.com"]
  }

  # Sized for many accounts and many log files.
  lambda_memory_size  = 1024
  maximum_concurrency = 20
}

# A bucket has one notification configuration. This one has two consumers. Their filters must not overlap for the same event type
# ("Configurations overlap").
resource "aws_s3_bucket_notification" "log_archive" {
  bucket = var.cloudtrail_logs_s3_bucket_name

  queue {
    id            = "cloudtrail-to-slack"
    queue_arn     = module.cloudtrail_to_slack.queue_arn
    events        = ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"]
    filter_prefix = "AWSLogs/${var.organization_id}/"
    filter_suffix = ".json.gz"
  }

  queue {
    id            = "config-snapshots"
    queue_arn     = var.config_queue_arn
    events        = ["s3:ObjectCreated:*"]
    filter_prefix = "Config/"
  }
}
