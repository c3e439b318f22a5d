# Every optional protection of the module that needs no other system. Change what your organization requires otherwise.

module "cloudtrail_to_slack" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = var.cloudtrail_logs_s3_bucket_name
  slack_bot_token                = var.slack_bot_token
  default_slack_channel_id       = var.default_slack_channel_id

  # One customer managed key for everything that is stored.
  kms_key_arn           = aws_kms_key.alerts.arn
  secrets_kms_key_arn   = aws_kms_key.alerts.arn
  lambda_kms_key_arn    = aws_kms_key.alerts.arn
  log_group_kms_key_arn = aws_kms_key.alerts.arn

  # The role.
  role_path                = "/security/"
  permissions_boundary_arn = var.permissions_boundary_arn

  # The function.
  reserved_concurrency    = 6
  xray_tracing            = true
  vpc_subnet_ids          = var.vpc_subnet_ids
  vpc_security_group_ids  = var.vpc_security_group_ids
  code_signing_config_arn = var.code_signing_config_arn
  lambda_package_path     = var.lambda_package_path

  # The state table and the log.
  table_point_in_time_recovery  = true
  table_deletion_protection     = true
  lambda_logs_retention_in_days = 365

  # People must notice if it stops.
  alarm_actions = [aws_sns_topic.operations.arn]
}

resource "aws_sns_topic" "operations" {
  name              = "cloudtrail-to-slack-operations"
  kms_master_key_id = aws_kms_key.alerts.arn
}
