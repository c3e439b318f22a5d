module "cloudtrail_to_slack" {
  source = "../.."

  function_name = var.function_name
  tags          = { service = "cloudtrail-to-slack", team = "security" }

  # Where the events come from. The key is the one with which CloudTrail encrypts its log files.
  cloudtrail_logs_s3_bucket_name = var.cloudtrail_logs_s3_bucket_name
  cloudtrail_logs_kms_key_id     = var.cloudtrail_logs_kms_key_id

  # Slack: one channel for all, another for some accounts.
  slack_bot_token          = var.slack_bot_token
  default_slack_channel_id = var.default_slack_channel_id
  slack_app_configuration  = var.slack_app_configuration

  # Beside Slack: email, and for one account a topic of its own team.
  aws_sns_topic_subscriptions = { (var.security_email) = "email" }
  sns_configuration = [
    { accounts = [var.payments_account], sns_topic_arn = aws_sns_topic.payments.arn },
  ]

  # What is an alert.
  rules             = local.rules
  ignore_rules      = local.ignore_rules
  events_to_track   = ["StopConfigurationRecorder", "DeleteConfigurationRecorder"]
  rule_packs        = ["cis"]
  lists             = { deployers = ["terraform", "release-bot"] }
  account_names     = var.account_names
  use_default_rules = true

  # Encryption with own keys, if there are any.
  kms_key_arn         = var.kms_key_arn
  secrets_kms_key_arn = var.kms_key_arn

  # The function, and how fast it may work.
  lambda_memory_size            = 512
  lambda_timeout_seconds        = 60
  lambda_logs_retention_in_days = 90
  maximum_concurrency           = 10

  # Watching the watcher.
  alarm_actions       = [aws_sns_topic.operations.arn]
  silence_alarm_hours = 3
  create_dashboard    = true
}

resource "aws_sns_topic" "payments" {
  name = "${var.function_name}-payments"
}

resource "aws_sns_topic" "operations" {
  name = "${var.function_name}-operations"
}
