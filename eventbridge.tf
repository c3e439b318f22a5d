# The triggers `s3-eventbridge` and `eventbridge`: a rule on a bus sends events to the queue.

locals {
  # S3 notifies EventBridge of every object. Keys are not encoded here, and only a wildcard can match a prefix and a suffix.
  object_events = {
    source        = ["aws.s3"]
    "detail-type" = concat(["Object Created"], var.s3_removed_object_notification ? ["Object Deleted"] : [])
    detail = {
      bucket = { name = [var.cloudtrail_logs_s3_bucket_name] }
      object = { key = [{ wildcard = "${replace(replace(var.s3_notification_filter_prefix, "\\", "\\\\"), "*", "\\*")}*.json.gz" }] }
    }
  }

  cloudtrail_events = {
    # Only AWS can send events with such a source: PutEvents rejects it from all other callers. A principal that can put events
    # on the bus therefore cannot fabricate a record. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
    source = [{ prefix = "aws." }]
    # API calls, sign-ins, console actions, service events, Insights.
    # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
    "detail-type" = [{ suffix = " via CloudTrail" }]
  }

  # Terraform cannot read rules. But if only event names produce alerts, the names are known.
  tracked_event_names = try([for name in try(split(",", var.events_to_track), var.events_to_track) : trimspace(name) if trimspace(name) != ""], [])
  has_own_rules       = try(length(trimspace(var.rules)), length(var.rules)) > 0
  only_tracked_events = alltrue([
    length(local.tracked_event_names) > 0, !local.has_own_rules, !var.use_default_rules, length(var.rule_packs) == 0,
  ])
  tracked_events = (
    # The metrics count denied calls whether or not a rule matches.
    var.push_access_denied_cloudwatch_metrics
    ? jsonencode(merge(local.cloudtrail_events, { detail = { "$or" = [{ eventName = local.tracked_event_names }, { errorCode = [{ prefix = "AccessDenied" }] }] } }))
    : jsonencode(merge(local.cloudtrail_events, { detail = { eventName = local.tracked_event_names } }))
  )

  # EventBridge takes patterns of up to 2,048 characters (quota "Event pattern size"); beyond that the function filters.
  narrows_events = local.only_tracked_events ? length(local.tracked_events) <= 2048 : false
  event_pattern = (
    var.trigger == "s3-eventbridge" ? jsonencode(local.object_events) :
    var.event_pattern != null ? try(jsonencode(jsondecode(var.event_pattern)), jsonencode(var.event_pattern)) :
    local.narrows_events ? local.tracked_events : jsonencode(local.cloudtrail_events)
  )

  events_of_the_rule = {
    Sid       = "EventsOfTheRule"
    Principal = { Service = "events.amazonaws.com" }
    Condition = { ArnEquals = { "aws:SourceArn" = one(aws_cloudwatch_event_rule.events[*].arn) } }
  }
}

resource "aws_cloudwatch_event_rule" "events" {
  count          = local.has_event_rule ? 1 : 0
  name           = var.function_name
  description    = "Events for the function ${var.function_name}"
  event_bus_name = var.event_bus_name
  event_pattern  = local.event_pattern

  # The state "ENABLED" excludes read-only calls, including denied ones.
  # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
  state = var.trigger == "eventbridge" && var.eventbridge_include_read_only ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED"
  tags  = var.tags
}

resource "aws_cloudwatch_event_target" "queue" {
  count          = local.has_event_rule ? 1 : 0
  rule           = aws_cloudwatch_event_rule.events[0].name
  event_bus_name = aws_cloudwatch_event_rule.events[0].event_bus_name
  target_id      = "queue"
  arn            = aws_sqs_queue.log_files[0].arn

  dead_letter_config {
    arn = aws_sqs_queue.dead_letter[0].arn
  }

  depends_on = [
    aws_sqs_queue_policy.dead_letter,
    aws_sqs_queue_policy.log_files,
  ]
}

# Events that EventBridge cannot send to the queue for a day go to the dead-letter queue of the function.
resource "aws_sqs_queue_policy" "dead_letter" {
  count     = local.has_event_rule ? 1 : 0
  queue_url = aws_sqs_queue.dead_letter[0].url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [merge(local.events_of_the_rule, {
      Effect   = "Allow"
      Action   = "sqs:SendMessage"
      Resource = aws_sqs_queue.dead_letter[0].arn
    })]
  })
}
