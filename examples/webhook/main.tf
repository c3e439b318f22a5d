module "cloudtrail_to_slack" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = var.cloudtrail_logs_s3_bucket_name

  default_slack_hook_url_reference = "/security/slack-webhook"
  configuration = [
    { accounts = var.production_accounts, slack_hook_url = var.production_webhook },
  ]

  # Rules in the format of cloudtrail-to-slack (Python): one string, separated by a character that no rule contains.
  rules           = join("%", var.rules)
  rules_separator = "%"
  events_to_track = "DeleteTrail,StopLogging,UpdateTrail"

  # The bucket invokes the function directly, without a queue.
  trigger = "s3"
}
