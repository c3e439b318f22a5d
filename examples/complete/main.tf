module "cloudtrail_to_slack" {
  source = "../.."

  function_name = var.function_name
  tags          = { service = "cloudtrail-to-slack", team = "security" }

  # Event source. The key is the one that CloudTrail uses to encrypt its log files.
  cloudtrail_logs_s3_bucket_name = var.cloudtrail_logs_s3_bucket_name
  cloudtrail_logs_kms_key_id     = var.cloudtrail_logs_kms_key_id

  # Slack: a default channel, and other channels for some accounts.
  slack_bot_token          = var.slack_bot_token
  default_slack_channel_id = var.default_slack_channel_id
  slack_app_configuration  = var.slack_app_configuration

  # In addition to Slack: email, and a separate topic for one account.
  aws_sns_topic_subscriptions = { (var.security_email) = "email" }
  sns_configuration = [
    { accounts = [var.payments_account], sns_topic_arn = aws_sns_topic.payments.arn },
  ]

  # Rules.
  rules             = local.rules
  ignore_rules      = local.ignore_rules
  events_to_track   = ["StopConfigurationRecorder", "DeleteConfigurationRecorder"]
  rule_packs        = ["cis"]
  lists             = { deployers = ["terraform", "release-bot"] }
  account_names     = var.account_names
  use_default_rules = true

  # Encryption with customer managed keys, if set.
  kms_key_arn         = var.kms_key_arn
  secrets_kms_key_arn = var.kms_key_arn

  # Size and concurrency of the function.
  lambda_memory_size            = 512
  lambda_timeout_seconds        = 60
  lambda_logs_retention_in_days = 90
  maximum_concurrency           = 10

  # Monitoring.
  alarm_actions       = [aws_sns_topic.operations.arn]
  silence_alarm_hours = 3
  create_dashboard    = true
}

# trivy:ignore:AWS-0136 The AWS managed key is enough for an example; a key of the account needs a policy for the function's role.
resource "aws_sns_topic" "payments" {
  name              = "${var.function_name}-payments"
  kms_master_key_id = "alias/aws/sns"
}

# trivy:ignore:AWS-0095 CloudWatch alarms cannot use the AWS managed key.
resource "aws_sns_topic" "operations" {
  # checkov:skip=CKV_AWS_26: CloudWatch alarms cannot use the AWS managed key, and they contain no events
  name = "${var.function_name}-operations"
}
