module "cloudtrail_to_slack" {
  source = "../.."

  trigger = "eventbridge"

  slack_bot_token          = var.slack_bot_token
  default_slack_channel_id = var.default_slack_channel_id

  # Only what rules of the pack look at reaches the function, which costs less than looking at everything.
  use_default_rules = false
  rule_packs        = ["account-watch"]
  event_pattern = {
    source      = [{ prefix = "aws." }]
    detail-type = ["AWS API Call via CloudTrail", "AWS Console Sign In via CloudTrail"]
    detail      = { eventSource = ["iam.amazonaws.com", "s3.amazonaws.com", "signin.amazonaws.com"] }
  }
  eventbridge_include_read_only = false
}
