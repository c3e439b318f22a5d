# The triggers `s3-eventbridge` and `eventbridge`: a rule on a bus whose events go to the queue.

locals {
  # S3 tells EventBridge about every object. Keys are not encoded here, and a wildcard is the only way to say prefix and suffix.
  object_events = {
    source        = ["aws.s3"]
    "detail-type" = concat(["Object Created"], var.s3_removed_object_notification ? ["Object Deleted"] : [])
    detail = {
      bucket = { name = [var.cloudtrail_logs_s3_bucket_name] }
      object = { key = [{ wildcard = "${replace(replace(var.s3_notification_filter_prefix, "\\", "\\\\"), "*", "\\*")}*.json.gz" }] }
    }
  }

  cloudtrail_events = {
    # Sources that begin like this are AWS's own: PutEvents refuses them to everybody else, so that nobody who may put events
    # on the bus can make up a record. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
    source = [{ prefix = "aws." }]
    # Calls, sign-ins, actions of the console, events of services, Insights.
    # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
    "detail-type" = [{ suffix = " via CloudTrail" }]
  }

  # Terraform cannot read rules. But where event names are all that makes an alert, they are known.
  tracked_event_names = [
    for name in try(split(",", var.events_to_track), var.events_to_track) : replace(name, "/\\s/", "") if replace(name, "/\\s/", "") != ""
  ]
  has_own_rules = try(length(trimspace(var.rules)), length(var.rules)) > 0
  only_tracked_events = alltrue([
    length(local.tracked_event_names) > 0, !local.has_own_rules, !var.use_default_rules, length(var.rule_packs) == 0,
  ])
  tracked_events = (
    # The metrics count what was denied whether or not a rule matches.
    var.push_access_denied_cloudwatch_metrics
    ? jsonencode(merge(local.cloudtrail_events, { detail = { "$or" = [{ eventName = local.tracked_event_names }, { errorCode = [{ prefix = "AccessDenied" }] }] } }))
    : jsonencode(merge(local.cloudtrail_events, { detail = { eventName = local.tracked_event_names } }))
  )

  # EventBridge takes patterns of up to 2,048 characters (quota "Event pattern size"); beyond that the function sorts out.
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
  description    = "What the function ${var.function_name} looks at"
  event_bus_name = var.event_bus_name
  event_pattern  = local.event_pattern

  # Merely "enabled" leaves out what only reads, also where it was denied.
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

# What EventBridge could not hand to the queue for a day waits with what the function gave up.
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
