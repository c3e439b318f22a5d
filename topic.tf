# The topic that the module creates for `aws_sns_topic_subscriptions`. The resource addresses are the predecessor's, so that
# confirmed subscriptions stay confirmed.

locals {
  makes_topic = length(var.aws_sns_topic_subscriptions) > 0

  # Computed, because the settings must be known during plan.
  default_sns_topic_arn = local.makes_topic ? "arn:${local.partition}:sns:${local.region}:${local.account}:${var.function_name}" : var.default_sns_topic_arn
}

# Set `kms_key_arn` for a customer managed key. The AWS managed key is free.
#trivy:ignore:AVD-AWS-0136
resource "aws_sns_topic" "events_to_sns" {
  count             = local.makes_topic ? 1 : 0
  name              = var.function_name
  kms_master_key_id = local.own_key ? var.kms_key_arn : "alias/aws/sns"
  tags              = var.tags

  # The function cannot publish without the key.
  depends_on = [aws_iam_role_policy.key]
}

resource "aws_sns_topic_subscription" "events_to_sns" {
  for_each  = var.aws_sns_topic_subscriptions
  topic_arn = aws_sns_topic.events_to_sns[0].arn
  protocol  = each.value
  endpoint  = each.key
}
