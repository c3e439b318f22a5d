# Names, patterns and the settings of the function, which the other files use.

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.region

  # Not used if the trigger reads no bucket.
  bucket_arn = "arn:${local.partition}:s3:::${coalesce(var.cloudtrail_logs_s3_bucket_name, "-")}"

  # Whether a customer managed KMS key encrypts the queues, the table and the topics.
  own_key = try(length(var.kms_key_arn), 0) > 0

  packs_on = concat(var.rule_packs, var.use_default_rules ? ["core"] : [], var.verify_log_files ? ["integrity"] : [])

  # Patterns that several validations use, or a condition and its message.
  account_id        = "^[0-9]{12}$"
  account_or_region = "^[0-9]{12}(/[a-z0-9-]+)?$"
  channel_id        = "^[A-Z][A-Z0-9]{2,40}$"
  user_id           = "^[UW][A-Z0-9]{2,40}$"
  mentioned         = "^([UWS][A-Z0-9]{2,40}|here|channel)$"
  list_name         = "^[a-zA-Z_][a-zA-Z0-9_]*$"
  predicate_name    = "^[a-zA-Z_][a-zA-Z0-9_]{0,63}$"
  time_of_day       = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
  time_zone         = "^[A-Za-z][A-Za-z0-9_]*([/+-][A-Za-z0-9_]+)*$"
  action_arn        = "^arn:[^:\\s]+:[^:\\s]+:[^\\s]*$"
  event_name        = "^[^\\s*?;:|]+$"
  existing_role_arn = "^arn:[^:]+:iam::[0-9]{12}:role/.+$"
  # A name with a dot is that of a FIFO topic, to which neither S3 nor the function can publish.
  topic_arn = "^arn:[^:]+:sns:[^:]+:[0-9]{12}:[a-zA-Z0-9_-]+$"
  key_arn   = "^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/[a-zA-Z0-9-]+$"
  # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
  event_fields = ["$or", "account", "detail", "detail-type", "id", "region", "replay-name", "resources", "source", "time", "version"]
  endpoints = {
    email       = "@"
    email-json  = "@"
    http        = "^http://"
    https       = "^https://"
    sms         = "^[+]?[0-9]+$"
    sqs         = "^arn:[^:]+:sqs:"
    lambda      = "^arn:[^:]+:lambda:"
    application = "^arn:[^:]+:sns:"
  }
  secret_reference = format("^(%s|%s|%s)$",
    "/?[a-zA-Z0-9_.-]+(/[a-zA-Z0-9_.-]+)*",
    "arn:[^:]+:ssm:[^:]+:[0-9]{12}:parameter/[a-zA-Z0-9_./-]+",
    # IAM compares the whole ARN, so access with a partial ARN, without the six characters, would be denied.
    "arn:[^:]+:secretsmanager:[^:]+:[0-9]{12}:secret:[^#]+-[a-zA-Z0-9]{6}(#.+)?",
  )
  # A token or a signing secret of Slack, or a key of PagerDuty, which could also be the name of a parameter.
  secret_itself = "^(xox|xapp-|[0-9a-f]{32}$|R[0-9A-Z]{31}$)"
}

# --- Settings: the module's variables with their names, as lambda/src/setup/settings.ts reads them -----------------

# The settings contain no secrets. Channel IDs and references are marked nonsensitive, because users can read them from Parameter
# Store with a data source that marks every value sensitive, and Terraform would then reject the output: "Output refers to
# sensitive values".

locals {
  settings = {
    function_name = var.function_name
    log_level     = upper(var.log_level) == "CRITICAL" ? "ERROR" : upper(var.log_level)

    rules             = var.rules
    ignore_rules      = var.ignore_rules
    rules_separator   = var.rules_separator
    events_to_track   = var.events_to_track
    use_default_rules = var.use_default_rules
    rule_packs        = var.rule_packs
    disabled_rules    = var.disabled_rules
    lists             = var.lists
    predicates        = var.predicates
    account_names     = var.account_names
    access_portal_url = var.access_portal_url
    console_actions   = local.console_actions

    access_denied_by_services             = var.access_denied_by_services
    rule_evaluation_errors_to_slack       = var.rule_evaluation_errors_to_slack
    push_access_denied_cloudwatch_metrics = var.push_access_denied_cloudwatch_metrics
    s3_removed_object_notification        = var.s3_removed_object_notification
    verify_log_files                      = var.verify_log_files
    verify_ignored_accounts               = var.verify_ignored_accounts
    recovery_queue_url                    = var.verify_log_files ? local.queue_url : null

    dynamodb_table_name         = var.dynamodb_table_name
    dynamodb_time_to_live       = var.dynamodb_time_to_live
    thread_replies_max          = var.thread_replies_max
    max_messages_per_invocation = var.max_messages_per_invocation

    slack_bot_token_reference        = local.slack_bot_token_reference
    slack_signing_secret_reference   = local.slack_signing_secret_reference
    default_slack_channel_id         = nonsensitive(var.default_slack_channel_id)
    slack_app_configuration          = nonsensitive(coalesce(var.slack_app_configuration, []))
    slack_api_url                    = var.slack_api_url
    slack_mentions                   = { for severity, ids in var.slack_mentions : severity => ids if ids != null }
    default_slack_hook_url_reference = local.default_slack_hook_url_reference
    configuration                    = local.webhook_routes
    default_sns_topic_arn            = local.default_sns_topic_arn
    sns_configuration                = coalesce(var.sns_configuration, [])
    destinations                     = local.destinations
    routes                           = local.routes
  }

  settings_json   = jsonencode(local.settings)
  settings_packed = base64gzip(local.settings_json)

  # Lambda: "Lambda was unable to configure your environment variables because the environment variables you have provided
  # exceeded the 4KB limit". The function reads larger settings from the state table.
  settings_spill = coalesce(var.settings_in_table, length(local.settings_packed) > 3900)
}
