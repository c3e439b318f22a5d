# A bus that accepts events from all accounts of one organization, and from no other accounts.

resource "aws_cloudwatch_event_bus" "central" {
  name        = var.name
  description = "CloudTrail events of the organization ${var.organization_id}"

  # By default EventBridge encrypts with an AWS owned key.
  kms_key_identifier = var.kms_key_arn
  tags               = var.tags
}

resource "aws_cloudwatch_event_bus_policy" "central" {
  event_bus_name = aws_cloudwatch_event_bus.central.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "EventsOfTheOrganization"
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "events:PutEvents"
      Resource  = aws_cloudwatch_event_bus.central.arn
      Condition = { StringEquals = { "aws:PrincipalOrgID" = var.organization_id } }
    }]
  })
}
