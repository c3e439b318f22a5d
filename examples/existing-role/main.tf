# The role of the function is created outside of the module, for example by another team. Its permissions are an output of the module.

module "cloudtrail_to_slack" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = var.cloudtrail_logs_s3_bucket_name
  default_sns_topic_arn          = var.topic_arn

  # The ARN is unknown until apply, so the module cannot see that it must create no role.
  create_role = false
  role_arn    = terraform_data.role.output
}

resource "aws_iam_role" "alerts" {
  name = "alerts"
  path = "/security/"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "alerts" {
  # The id, not the name: Terraform then creates the policy again if the path of the role changes.
  name   = "alerts"
  role   = aws_iam_role.alerts.id
  policy = module.cloudtrail_to_slack.role_policy_json
}

# The function is created after the role has its permissions.
resource "terraform_data" "role" {
  input      = aws_iam_role.alerts.arn
  depends_on = [aws_iam_role_policy.alerts]
}
