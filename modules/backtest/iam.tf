# What the function and the state machine can do.

locals {
  keys_of_results = compact([var.kms_key_arn])

  # A key can be used only through S3, never by calling KMS directly.
  through_s3 = { StringEquals = { "kms:ViaService" = ["s3.${local.region}.${data.aws_partition.current.dns_suffix}"] } }

  function_statements = concat(
    [
      {
        Sid      = "ReadLogFiles"
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = ["${local.log_bucket_arn}/${var.prefix}*"]
      },
      {
        # Without this permission, S3 returns AccessDenied instead of NoSuchKey for an object that a lifecycle rule removed after it was
        # listed, and the batch would fail. A condition on the prefix would have the same effect, because GetObject has none.
        Sid      = "DetectRemovedLogFiles"
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = [local.log_bucket_arn]
      },
      {
        Sid      = "ReadSettings"
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = ["${aws_s3_bucket.results.arn}/settings/*"]
      },
      {
        Sid      = "WriteResults"
        Effect   = "Allow"
        Action   = ["s3:PutObject"]
        Resource = ["${aws_s3_bucket.results.arn}/decisions/*", "${aws_s3_bucket.results.arn}/batches/*"]
      },
      {
        Sid      = "WriteLog"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.function.arn}:*"]
      },
    ],
    [for arn in compact([var.cloudtrail_logs_kms_key_arn]) : {
      Sid       = "DecryptLogFiles"
      Effect    = "Allow"
      Action    = ["kms:Decrypt"]
      Resource  = [arn]
      Condition = local.through_s3
    }],
    local.use_key_of_results,
  )

  use_key_of_results = [for arn in local.keys_of_results : {
    Sid       = "UseTheKeyOfTheResults"
    Effect    = "Allow"
    Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
    Resource  = [arn]
    Condition = local.through_s3
  }]

  # https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
  state_machine_statements = concat(
    [
      {
        # Each version: a running execution continues with the one that it began with.
        Sid      = "InvokeTheFunction"
        Effect   = "Allow"
        Action   = ["lambda:InvokeFunction"]
        Resource = ["${aws_lambda_function.backtest.arn}:*"]
      },
      {
        Sid      = "StartBatches"
        Effect   = "Allow"
        Action   = ["states:StartExecution"]
        Resource = [local.state_machine_arn]
      },
      {
        Sid      = "FollowBatches"
        Effect   = "Allow"
        Action   = ["states:DescribeExecution", "states:StopExecution", "states:RedriveExecution"]
        Resource = ["${local.states_arn}:execution:${var.name}:*", "${local.states_arn}:execution:${var.name}/*"]
      },
      {
        Sid       = "ListLogFiles"
        Effect    = "Allow"
        Action    = ["s3:ListBucket"]
        Resource  = [local.log_bucket_arn]
        Condition = { StringLike = { "s3:prefix" = ["${var.prefix}*"] } }
      },
      {
        Sid      = "WriteOutcomesOfBatches"
        Effect   = "Allow"
        Action   = ["s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"]
        Resource = ["${aws_s3_bucket.results.arn}/executions/*"]
      },
    ],
    local.use_key_of_results,
  )
}

resource "aws_iam_role" "function" {
  name = "${var.name}-function"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
  tags = var.tags
}

resource "aws_iam_role_policy" "function" {
  name   = "backtest"
  role   = aws_iam_role.function.name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.function_statements })
}

resource "aws_iam_role" "state_machine" {
  name = "${var.name}-state-machine"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "states.amazonaws.com" }
      Condition = {
        # Executions of batches belong to the map, whose label is in the definition.
        # https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
        ArnLike      = { "aws:SourceArn" = [local.state_machine_arn, "${local.state_machine_arn}/Batches"] }
        StringEquals = { "aws:SourceAccount" = local.account }
      }
    }]
  })
  tags = var.tags
}

resource "aws_iam_role_policy" "state_machine" {
  name   = "backtest"
  role   = aws_iam_role.state_machine.name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.state_machine_statements })
}
