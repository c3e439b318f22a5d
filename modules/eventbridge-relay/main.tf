# Forwards CloudTrail events from the default bus of this account, in one or more regions, to a central bus.

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  regions   = toset(var.regions)

  # Computed, because the role and the rules refer to each other. One ARN for all regions, because a trust policy has at most 2,048
  # characters by default. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  rule_arn = "arn:${local.partition}:events:*:${local.account}:rule/${var.name}"

  # The default pattern of the main module.
  cloudtrail_events = {
    source        = [{ prefix = "aws." }]
    "detail-type" = [{ suffix = " via CloudTrail" }]
  }
  event_pattern = (
    var.event_pattern == null ? jsonencode(local.cloudtrail_events) :
    try(jsonencode(jsondecode(var.event_pattern)), jsonencode(var.event_pattern))
  )
}

resource "aws_cloudwatch_event_rule" "relay" {
  for_each      = local.regions
  region        = each.value
  name          = var.name
  description   = "Forwards CloudTrail events to ${var.central_bus_arn}"
  event_pattern = local.event_pattern

  # The state "ENABLED" excludes read-only calls, including denied ones.
  # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
  state = var.include_read_only ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED"
  tags  = var.tags
}

resource "aws_cloudwatch_event_target" "central_bus" {
  for_each  = local.regions
  region    = each.value
  rule      = aws_cloudwatch_event_rule.relay[each.value].name
  target_id = "central-bus"
  arn       = var.central_bus_arn
  role_arn  = aws_iam_role.relay.arn

  dead_letter_config {
    arn = aws_sqs_queue.dead_letter[each.value].arn
  }

  depends_on = [
    aws_iam_role_policy.relay,
    aws_sqs_queue_policy.dead_letter,
  ]
}

# --- Events that could not be forwarded for a day -------------------------------------------------------------------------

resource "aws_sqs_queue" "dead_letter" {
  for_each = local.regions
  region   = each.value
  name     = "${var.name}-dead-letter"

  message_retention_seconds = 14 * 24 * 3600
  sqs_managed_sse_enabled   = true
  tags                      = var.tags
}

resource "aws_sqs_queue_policy" "dead_letter" {
  for_each  = local.regions
  region    = each.value
  queue_url = aws_sqs_queue.dead_letter[each.value].url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "EventsOfTheRule"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.dead_letter[each.value].arn
      Condition = { ArnEquals = { "aws:SourceArn" = aws_cloudwatch_event_rule.relay[each.value].arn } }
    }]
  })
}

# --- The role that EventBridge uses to forward, one for all regions -----------------------------------------------------

resource "aws_iam_role" "relay" {
  name = var.name
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "events.amazonaws.com" }
      Condition = {
        ArnLike      = { "aws:SourceArn" = local.rule_arn }
        StringEquals = { "aws:SourceAccount" = local.account }
      }
    }]
  })
  tags = var.tags
}

resource "aws_iam_role_policy" "relay" {
  name = "relay"
  role = aws_iam_role.relay.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "PutEventsOnTheCentralBus"
      Effect   = "Allow"
      Action   = "events:PutEvents"
      Resource = var.central_bus_arn
    }]
  })
}
