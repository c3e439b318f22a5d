# Lists the accounts only in a delegated administrator account (step 2 of the README).
data "aws_organizations_organization" "current" {}

data "aws_region" "current" {}
data "aws_caller_identity" "current" {}

locals {
  organization_id = data.aws_organizations_organization.current.id

  # The names that Control Tower gives. The organization trail writes below the organization's ID, twice.
  bucket = coalesce(var.cloudtrail_logs_s3_bucket_name, "aws-controltower-logs-${data.aws_caller_identity.current.account_id}-${data.aws_region.current.region}")
  prefix = "${local.organization_id}/AWSLogs/${local.organization_id}/"
}

module "cloudtrail_to_slack" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = local.bucket
  cloudtrail_logs_kms_key_id     = var.cloudtrail_logs_kms_key_arn
  s3_notification_filter_prefix  = local.prefix

  slack_bot_token_reference = var.slack_bot_token_reference
  default_slack_channel_id  = var.default_slack_channel_id

  # Messages say "production", not 111111111111. A new account has its name after the next apply.
  account_names = { for account in data.aws_organizations_organization.current.accounts : account.id => account.name }

  rule_packs = ["threats", "console-actions"]
  rules = [
    # Proves that alerts arrive (step 6 of the README).
    { name = "first-alert", expression = "eventName == 'CreateQueue' and requestParameters.queueName == 'first-alert'", severity = "info" },
  ]

  # Many accounts write many log files.
  lambda_memory_size  = 1024
  maximum_concurrency = 20
  create_dashboard    = true
}
