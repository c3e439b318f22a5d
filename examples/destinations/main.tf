module "cloudtrail_to_slack" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = var.cloudtrail_logs_s3_bucket_name
  rule_packs                     = ["cis", "threats"]

  destinations = {
    managers = { type = "teams", url_reference = var.teams_url_parameter }
    oncall   = { type = "pagerduty", routing_key_reference = var.pagerduty_key_parameter }
    tickets  = { type = "webhook", url_reference = var.tickets_url_parameter, secret_reference = var.tickets_key_parameter }
    email    = { type = "sns", topic_arn = aws_sns_topic.security.arn }
    lake     = { type = "firehose", delivery_stream_name = var.delivery_stream_name }
    bus      = { type = "event_bus", event_bus_arn = aws_cloudwatch_event_bus.alerts.arn }
  }

  # All routes that match apply. No route names lake and bus, so they receive everything.
  routes = [
    { severities = ["medium", "high", "critical"], destinations = ["managers"] },
    { severities = ["high", "critical"], destinations = ["tickets"] },
    { severities = ["critical"], destinations = ["oncall", "email"] },
  ]
}

# trivy:ignore:AWS-0136 The AWS managed key is enough for an example; a key of the account needs a policy for the function's role.
resource "aws_sns_topic" "security" {
  name              = "cloudtrail-critical"
  kms_master_key_id = "alias/aws/sns"
}

resource "aws_sns_topic_subscription" "email" {
  topic_arn = aws_sns_topic.security.arn
  protocol  = "email"
  endpoint  = var.security_email
}

# Alerts as events. To react to them, create rules on this bus.
resource "aws_cloudwatch_event_bus" "alerts" {
  name = "cloudtrail-alerts"
}
