# The topic that the module makes for `aws_sns_topic_subscriptions`. Addresses are the predecessor's, so that whoever has
# confirmed a subscription need not do so again.

locals {
  makes_topic = length(var.aws_sns_topic_subscriptions) > 0

  # Written out, for the settings must be known when planned.
  default_sns_topic_arn = local.makes_topic ? "arn:${local.partition}:sns:${local.region}:${local.account}:${var.function_name}" : var.default_sns_topic_arn
}

# A key of one's own is `kms_key_arn`; the one that AWS manages costs nothing.
#trivy:ignore:AVD-AWS-0136
resource "aws_sns_topic" "events_to_sns" {
  count             = local.makes_topic ? 1 : 0
  name              = var.function_name
  kms_master_key_id = local.own_key ? var.kms_key_arn : "alias/aws/sns"
  tags              = var.tags
}

resource "aws_sns_topic_subscription" "events_to_sns" {
  for_each  = var.aws_sns_topic_subscriptions
  topic_arn = aws_sns_topic.events_to_sns[0].arn
  protocol  = each.value
  endpoint  = each.key
}
