locals {
  standalone = var.cloudtrail_log_group_name != null
}

module "cloudtrail_to_slack" {
  source = "../.."

  function_name       = "console-watch"
  dynamodb_table_name = "console-watch-state"

  # Organization mode reads the trail's bucket, standalone mode the account's log group.
  trigger                        = local.standalone ? "cloudwatch-logs" : "sqs"
  cloudtrail_logs_s3_bucket_name = local.standalone ? null : var.cloudtrail_logs_s3_bucket_name
  s3_notification_filter_prefix  = "${join("/", compact(["AWSLogs", local.standalone ? null : var.organization_id]))}/"
  cloudtrail_log_group_name      = var.cloudtrail_log_group_name

  # The pack matches only changes.
  log_filter_pattern = local.standalone ? "{ ($.readOnly IS FALSE) || ($.readOnly NOT EXISTS) }" : ""

  use_default_rules = false
  rule_packs        = ["console-actions"]
  console_actions = {
    included_accounts       = var.included_accounts
    excluded_users          = var.excluded_users
    excluded_scoped_actions = ["cloudshell.amazonaws.com:CreateSession"]
  }

  slack_bot_token          = var.slack_bot_token
  default_slack_channel_id = var.default_slack_channel_id

  create_dashboard = true
}
