module "cloudtrail_to_slack" {
  source = "../.."

  trigger = "eventbridge"

  slack_bot_token          = var.slack_bot_token
  default_slack_channel_id = var.default_slack_channel_id

  use_default_rules                     = false
  rule_packs                            = ["account-watch"]
  push_access_denied_cloudwatch_metrics = false

  # Only events that the rules of the pack can match reach the function. No rule of the pack matches read-only calls.
  event_pattern                 = jsondecode(file("${path.module}/event-pattern.json"))
  eventbridge_include_read_only = false
}
