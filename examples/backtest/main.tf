module "cloudtrail_to_slack" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = var.cloudtrail_logs_s3_bucket_name
  slack_bot_token                = var.slack_bot_token
  default_slack_channel_id       = var.default_slack_channel_id

  rule_packs = ["threats"]
}

# The same rules, on what the bucket already contains.
module "backtest" {
  source = "../../modules/backtest"

  cloudtrail_logs_s3_bucket_name = var.cloudtrail_logs_s3_bucket_name
  settings_json                  = module.cloudtrail_to_slack.settings_json
}
