# Decides on the log files that a bucket already contains: a Step Functions distributed map lists them and invokes the function
# of a backtest for each batch, which writes its decisions to a bucket. Only AWS distributes work.

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.region

  log_bucket_arn = "arn:${local.partition}:s3:::${var.cloudtrail_logs_s3_bucket_name}"
  # Computed, because the role and the state machine refer to each other.
  states_arn        = "arn:${local.partition}:states:${local.region}:${local.account}"
  state_machine_arn = "${local.states_arn}:stateMachine:${var.name}"

  package      = "${path.module}/../../lambda/dist/lambda.zip"
  settings_key = "settings/${sha256(var.settings_json)}.json"

  # A pattern that several validations use.
  key_arn = "^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/[a-zA-Z0-9-]+$"
}

check "log_files" {
  assert {
    condition     = !can(regex("^/|^s3:|[*]", var.prefix))
    error_message = "prefix is \"${var.prefix}\", and the key of a log file rarely begins like that: keys have no slash in front and no bucket, and the prefix is not a pattern. A backtest would read nothing. An example is \"AWSLogs/\"."
  }
}

# --- The function ---------------------------------------------------------------------------------------------------------

# trivy:ignore:AWS-0066 Tracing is off, as CKV_AWS_50 below.
resource "aws_lambda_function" "backtest" {
  # checkov:skip=CKV_AWS_50: tracing is off; Step Functions has the time of each invocation
  # checkov:skip=CKV_AWS_115: max_concurrency of the distributed map limits the function
  # checkov:skip=CKV_AWS_116: Step Functions invokes the function, retries it and keeps the batches that failed
  # checkov:skip=CKV_AWS_117: the function calls only S3; a VPC adds an endpoint and little protection
  # checkov:skip=CKV_AWS_173: the environment contains names of objects and no secrets
  # checkov:skip=CKV_AWS_272: the package is committed and its checksum is in the plan; a signature needs your own signing profile
  function_name = var.name
  description   = "Decides on batches of log files for a backtest"
  role          = aws_iam_role.function.arn

  filename         = local.package
  source_code_hash = filebase64sha256(local.package)
  handler          = "backtest.handler"
  runtime          = "nodejs24.x"
  architectures    = [var.lambda_architecture]
  memory_size      = var.lambda_memory_size
  timeout          = var.lambda_timeout_seconds
  # A running execution continues with its version, so that a deployment does not mix rule sets in its results.
  publish = true

  environment {
    variables = {
      RESULTS_BUCKET = aws_s3_bucket.results.bucket
      SETTINGS_KEY   = aws_s3_object.settings.key
      EVERY_RECORD   = tostring(var.include_unmatched)
    }
  }

  tags = var.tags

  # Without a log group, Lambda creates one that never expires.
  depends_on = [
    aws_cloudwatch_log_group.function,
    aws_iam_role_policy.function,
  ]
}

resource "aws_cloudwatch_log_group" "function" {
  # checkov:skip=CKV_AWS_158: kms_key_arn encrypts the log; without it, CloudWatch Logs uses its own key, and the log contains no events
  # checkov:skip=CKV_AWS_338: the log is for operating the backtest; its results are in the bucket
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.results_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

# In the bucket and not in the environment, which is limited to 4 KB.
resource "aws_s3_object" "settings" {
  bucket       = aws_s3_bucket.results.bucket
  key          = local.settings_key
  content      = var.settings_json
  content_type = "application/json"
  kms_key_id   = var.kms_key_arn

  # No tags, also none of the provider: an object has at most 10, and all other resources can have more.
  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
  override_provider {
    default_tags {
      tags = {}
    }
  }
}

# --- The state machine ----------------------------------------------------------------------------------------------------

locals {
  # Errors that the same call may not have again. A batch whose payload or rules are wrong fails immediately.
  retry = [{
    ErrorEquals     = ["PortError", "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException", "Lambda.TooManyRequestsException"]
    IntervalSeconds = 2
    MaxAttempts     = 6
    BackoffRate     = 2
    JitterStrategy  = "FULL"
  }]

  definition = templatefile("${path.module}/state-machine.json.tftpl", {
    partition                    = local.partition
    prefix                       = var.prefix
    function_arn                 = aws_lambda_function.backtest.qualified_arn
    log_bucket                   = var.cloudtrail_logs_s3_bucket_name
    results_bucket               = aws_s3_bucket.results.bucket
    batch_size                   = var.batch_size
    max_concurrency              = var.max_concurrency
    tolerated_failure_percentage = var.tolerated_failure_percentage
    retry                        = local.retry
  })
}

resource "aws_sfn_state_machine" "backtest" {
  # checkov:skip=CKV_AWS_284: tracing is off; Step Functions keeps the history of executions for 90 days
  # checkov:skip=CKV_AWS_285: a log needs permissions on all log groups, and the history of an execution has the same facts
  name       = var.name
  role_arn   = aws_iam_role.state_machine.arn
  definition = local.definition
  tags       = var.tags

  depends_on = [aws_iam_role_policy.state_machine]
}
