terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.19"
    }
  }
}

variable "function_name" {
  type = string
}

resource "aws_iam_role" "lambda" {
  count                 = 1
  name                  = var.function_name
  force_detach_policies = true
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
  tags = {}
}

resource "aws_iam_policy" "additional_json" {
  count = 1
  name  = var.function_name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::my-trail/*" }]
  })
}

resource "aws_iam_role_policy_attachment" "additional_json" {
  count      = 1
  role       = aws_iam_role.lambda[0].name
  policy_arn = aws_iam_policy.additional_json[0].arn
}

resource "aws_cloudwatch_log_group" "lambda" {
  count             = 1
  name              = "/aws/lambda/${var.function_name}"
  retention_in_days = 30
  tags              = {}
}

# Uses this module's package, because only the resource addresses matter here.
resource "aws_lambda_function" "this" {
  count         = 1
  function_name = var.function_name
  role          = aws_iam_role.lambda[0].arn
  runtime       = "nodejs24.x"
  handler       = "index.handler"
  filename      = "${path.module}/../../../../lambda/dist/lambda.zip"
  publish       = true
  timeout       = 30

  depends_on = [aws_cloudwatch_log_group.lambda]
}

output "function_name" {
  value = aws_lambda_function.this[0].function_name
}

output "function_arn" {
  value = aws_lambda_function.this[0].arn
}
