# --- Event source -------------------------------------------------------------------

variable "cloudtrail_logs_s3_bucket_name" {
  description = "Name of the S3 bucket to which CloudTrail delivers its log files. Required unless `trigger` is `eventbridge` or `cloudwatch-logs`, which read no bucket."
  type        = string
  default     = null

  validation {
    condition     = !local.reads_bucket || try(length(var.cloudtrail_logs_s3_bucket_name), 0) > 0
    error_message = "cloudtrail_logs_s3_bucket_name is missing: trigger = \"${var.trigger}\" reads log files from a bucket. Set the bucket name, or use trigger = \"eventbridge\" or \"cloudwatch-logs\"."
  }

  validation {
    condition     = local.reads_bucket || try(length(var.cloudtrail_logs_s3_bucket_name), 0) == 0
    error_message = "cloudtrail_logs_s3_bucket_name has no effect: trigger = \"${var.trigger}\" reads no bucket. Remove the bucket name, or use a trigger that reads a bucket (sqs, s3, sns, s3-eventbridge)."
  }

  validation {
    condition     = try(length(var.cloudtrail_logs_s3_bucket_name), 0) == 0 || can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.cloudtrail_logs_s3_bucket_name))
    error_message = "cloudtrail_logs_s3_bucket_name must be a bucket name (3 to 63 lowercase letters, digits, dots and hyphens), such as my-trail, not an ARN or URL."
  }
}

variable "cloudtrail_logs_kms_key_id" {
  description = "ID, ARN or alias (`alias/name`) of the KMS key that encrypts the log files. Leave it empty if CloudTrail uses no KMS key."
  type        = string
  default     = ""

  validation {
    condition     = local.reads_bucket || try(length(var.cloudtrail_logs_kms_key_id), 0) == 0
    error_message = "cloudtrail_logs_kms_key_id has no effect: trigger = \"${var.trigger}\" reads no log files. Remove the key."
  }

  validation {
    condition     = try(length(var.cloudtrail_logs_kms_key_id), 0) == 0 || can(regex("^(arn:[^:]+:kms:[^:]+:[0-9]{12}:(key|alias)/[a-zA-Z0-9/_-]+|alias/[a-zA-Z0-9/_-]+|[a-zA-Z0-9-]+)$", var.cloudtrail_logs_kms_key_id))
    error_message = "cloudtrail_logs_kms_key_id must be the ID, the ARN or the alias of a key, such as alias/trail."
  }
}

variable "trigger" {
  description = <<-EOT
    How events reach the function: `sqs`, `s3`, `sns`, `s3-eventbridge`, `eventbridge` or `cloudwatch-logs`.

        sqs              the bucket notifies a queue, which has a dead-letter queue
        s3               the bucket invokes the function
        sns              the bucket notifies a topic, which other systems can subscribe to, and the topic notifies a queue
        s3-eventbridge   the bucket notifies EventBridge, and a rule notifies a queue
        eventbridge      events arrive without log files, in seconds instead of minutes: a rule on a bus sends them to a queue
        cloudwatch-logs  the trail's log group invokes the function
  EOT
  type        = string
  default     = "sqs"
  nullable    = false

  validation {
    condition     = contains(["sqs", "s3", "sns", "s3-eventbridge", "eventbridge", "cloudwatch-logs"], var.trigger)
    error_message = "trigger must be \"sqs\", \"s3\", \"sns\", \"s3-eventbridge\", \"eventbridge\" or \"cloudwatch-logs\"."
  }
}

variable "create_bucket_notification" {
  description = <<-EOT
    Whether the module manages the bucket's notification configuration. A bucket has only one. If another configuration manages it, set this to false and send the notifications to the output `queue_arn` (`sqs`), `lambda_alias_arn` (`s3`) or `fanout_topic_arn` (`sns`), or enable the bucket's EventBridge notifications (`s3-eventbridge`).
  EOT
  type        = bool
  default     = true
  nullable    = false
}

variable "s3_notification_filter_prefix" {
  description = "Prefix of the object keys that the function processes. The function cannot read other objects."
  type        = string
  default     = "AWSLogs/"
  nullable    = false
}

variable "s3_removed_object_notification" {
  description = "Whether to send an alert when a log file is removed from the bucket, unless a lifecycle rule removes it."
  type        = bool
  default     = true
  nullable    = false
}

variable "verify_log_files" {
  description = "Whether to verify the log files with CloudTrail's digest files, and to send an alert if a log file or a digest file is missing or altered, or if an account no longer sends digest files (docs/verify-log-files.md). The trail must have log file validation enabled."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.verify_log_files || local.reads_bucket
    error_message = "verify_log_files = true has no effect: trigger = \"${var.trigger}\" reads no bucket. Use a trigger that reads a bucket (sqs, s3, sns, s3-eventbridge), or remove verify_log_files."
  }

  validation {
    # Digest files are below [PREFIX/]AWSLogs/[ORGANIZATION/]ACCOUNT/CloudTrail-Digest/. The filter may end before that, or within "CloudTrail".
    condition     = !var.verify_log_files || try(startswith("CloudTrail", regex("AWSLogs/(?:o-[a-z0-9]+/)?[0-9]{12}/(.*)$", var.s3_notification_filter_prefix)[0]), true)
    error_message = "verify_log_files = true needs the digest files, but s3_notification_filter_prefix = \"${var.s3_notification_filter_prefix}\" excludes the folder CloudTrail-Digest of the account. End the prefix at the account, such as \"AWSLogs/123456789012/\"."
  }
}

variable "verify_ignored_accounts" {
  description = "Accounts (`123456789012`) and regions of accounts (`123456789012/eu-west-1`) that may send no digest files, for example because the account was closed. With `verify_log_files`, no alert reports that they went dark."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for ignored in var.verify_ignored_accounts : can(regex(local.account_or_region, ignored))])
    error_message = "${join("\n", [for ignored in var.verify_ignored_accounts : "verify_ignored_accounts: ${jsonencode(ignored)} is neither an account ID nor an account ID with a region." if !can(regex(local.account_or_region, ignored))])}\nIt must contain account IDs, or account IDs with a region, such as 123456789012 or 123456789012/eu-west-1."
  }

  validation {
    condition     = length(var.verify_ignored_accounts) == 0 || var.verify_log_files
    error_message = "verify_ignored_accounts has no effect without verify_log_files = true. Set verify_log_files, or remove verify_ignored_accounts."
  }
}

variable "batch_size" {
  description = "Maximum number of notifications per invocation. Has no effect with the triggers `s3` and `cloudwatch-logs`, which have no queue."
  type        = number
  default     = 10
  nullable    = false

  validation {
    # Above 10 the event source mapping requires a batching window, which would delay alerts.
    condition     = var.batch_size >= 1 && var.batch_size <= 10 && floor(var.batch_size) == var.batch_size
    error_message = "batch_size must be a whole number from 1 to 10."
  }
}

variable "maximum_concurrency" {
  description = "Maximum number of concurrent invocations from the queue, so that a burst of log files does not exceed the rate limits of Slack. Has no effect without a queue."
  type        = number
  default     = 5
  nullable    = false

  validation {
    # "Maximum concurrency must be between 2 and 1000".
    condition     = var.maximum_concurrency >= 2 && var.maximum_concurrency <= 1000 && floor(var.maximum_concurrency) == var.maximum_concurrency
    error_message = "maximum_concurrency must be a whole number from 2 to 1000."
  }
}

variable "max_receive_count" {
  description = "Number of attempts for a notification before it goes to the dead-letter queue. The waits between them grow from 30 seconds to 30 minutes: 30 attempts take more than 12 hours, 5 take a quarter of an hour. Has no effect without a queue."
  type        = number
  default     = 30
  nullable    = false

  validation {
    # More attempts than that would outlast the retention of the queue, which then deletes the notification.
    condition     = var.max_receive_count >= 1 && var.max_receive_count <= 390 && floor(var.max_receive_count) == var.max_receive_count
    error_message = "max_receive_count must be a whole number from 1 to 390. 390 attempts take up to ten days, and then the queue deletes the notification."
  }
}

variable "sns_fanout_topic_arn" {
  description = "ARN of an existing topic that receives the notifications of the bucket or of the trail (`trigger = \"sns\"`). The module subscribes its queue to the topic, for objects below the prefix, and does not change the bucket. The topic's policy must allow this account to subscribe."
  type        = string
  default     = null

  validation {
    condition     = var.sns_fanout_topic_arn == null || var.trigger == "sns"
    error_message = "sns_fanout_topic_arn has no effect with trigger = \"${var.trigger}\". Remove it, or use trigger = \"sns\"."
  }

  validation {
    condition     = var.sns_fanout_topic_arn == null || can(regex(local.topic_arn, var.sns_fanout_topic_arn))
    error_message = "sns_fanout_topic_arn must be the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:123456789012:log-files, and not of a FIFO topic. Omit it if the module should create the topic."
  }
}

variable "create_sns_fanout_topic" {
  description = "Whether the module creates the topic for `trigger = \"sns\"`. By default it does if `sns_fanout_topic_arn` is not set. Set this to false only if Terraform reports `Invalid count argument` because you create the topic in the same apply."
  type        = bool
  default     = null

  validation {
    condition     = var.create_sns_fanout_topic == null || var.trigger == "sns"
    error_message = "create_sns_fanout_topic has no effect with trigger = \"${var.trigger}\". Remove it, or use trigger = \"sns\"."
  }

  validation {
    condition     = var.create_sns_fanout_topic == null ? true : var.create_sns_fanout_topic == (var.sns_fanout_topic_arn == null)
    error_message = "create_sns_fanout_topic contradicts sns_fanout_topic_arn. Set create_sns_fanout_topic = true without sns_fanout_topic_arn, or create_sns_fanout_topic = false with it."
  }
}

variable "sns_fanout_topic_name" {
  description = "Name of the topic that the module creates for `trigger = \"sns\"`. By default it is `function_name` followed by `-log-files`. Another name means another topic, without the subscriptions of other systems."
  type        = string
  default     = null

  validation {
    condition     = var.sns_fanout_topic_name == null || local.makes_fanout_topic
    error_message = "sns_fanout_topic_name has no effect: the module creates a topic only with trigger = \"sns\" and without sns_fanout_topic_arn. Remove it."
  }

  validation {
    condition     = var.sns_fanout_topic_name == null || can(regex("^[a-zA-Z0-9_-]{1,256}$", var.sns_fanout_topic_name))
    error_message = "sns_fanout_topic_name must be 1 to 256 letters, digits, hyphens and underscores, such as cloudtrail-log-files."
  }
}

variable "event_bus_name" {
  description = "Name of the bus with the CloudTrail events (`trigger = \"eventbridge\"`): `default` for the events of this account and region, or the name of a bus to which `modules/eventbridge-relay` forwards events of other accounts and regions."
  type        = string
  default     = "default"
  nullable    = false

  validation {
    condition     = var.event_bus_name == "default" || var.trigger == "eventbridge"
    error_message = "event_bus_name has no effect with trigger = \"${var.trigger}\". Remove it, or use trigger = \"eventbridge\"."
  }

  validation {
    condition     = can(regex("^[a-zA-Z0-9_./-]{1,256}$", var.event_bus_name))
    error_message = "event_bus_name must be a bus name of 1 to 256 letters, digits, dots, hyphens, underscores and slashes, such as default."
  }
}

variable "event_pattern" {
  description = <<-EOT
    The events that the function receives (`trigger = "eventbridge"`), as an EventBridge pattern: an object or a JSON string. By default it receives all CloudTrail events or, if only `events_to_track` produces alerts, only those. A pattern reduces invocations, but no rule sees an event that the pattern excludes. `npx cloudtrail-to-slack check --tfvars FILE --event-pattern` prints a pattern that accepts every event that the rules can match.

        event_pattern = jsondecode(file("event-pattern.json"))
        event_pattern = {
          source      = [{ prefix = "aws." }] # excludes events that AWS did not send
          detail-type = [{ suffix = " via CloudTrail" }]
          detail      = { eventSource = ["iam.amazonaws.com", "signin.amazonaws.com"] }
        }

    Use an object, not a string, if it contains values known only after apply.
  EOT
  type        = any
  default     = null

  validation {
    condition     = var.event_pattern == null || var.trigger == "eventbridge"
    error_message = "event_pattern has no effect with trigger = \"${var.trigger}\". Remove it, or use trigger = \"eventbridge\"."
  }

  validation {
    condition     = var.event_pattern == null || try(length(keys(jsondecode(var.event_pattern))), length(keys(var.event_pattern)), 0) > 0
    error_message = "event_pattern must be an EventBridge pattern, as an object or a JSON string, such as { detail-type = [{ suffix = \" via CloudTrail\" }], detail = { eventSource = [\"iam.amazonaws.com\"] } }."
  }

  validation {
    condition     = length(setsubtract(try(keys(jsondecode(var.event_pattern)), keys(var.event_pattern), []), local.event_fields)) == 0
    error_message = "${join("\n", [for field in setsubtract(try(keys(jsondecode(var.event_pattern)), keys(var.event_pattern), []), local.event_fields) : "event_pattern: no event has the field ${jsonencode(field)}, so the pattern matches nothing."])}\nFields: ${join(", ", local.event_fields)}. Fields of the record are within detail."
  }
}

variable "eventbridge_include_read_only" {
  description = "Whether read-only calls reach the function (`trigger = \"eventbridge\"`). They are the majority of all calls, and each costs as much as any other. Without them rules cannot match denied reads or reads of secrets."
  type        = bool
  default     = true
  nullable    = false

  validation {
    condition     = var.eventbridge_include_read_only || var.trigger == "eventbridge"
    error_message = "eventbridge_include_read_only = false has no effect with trigger = \"${var.trigger}\". Remove it, or use trigger = \"eventbridge\"."
  }
}

variable "cloudtrail_log_group_name" {
  description = "Name of the log group to which the trail delivers (`trigger = \"cloudwatch-logs\"`), in this account and region. CloudWatch Logs allows two subscription filters per log group."
  type        = string
  default     = null

  validation {
    condition     = var.trigger != "cloudwatch-logs" || try(length(var.cloudtrail_log_group_name), 0) > 0
    error_message = "cloudtrail_log_group_name is missing: trigger = \"cloudwatch-logs\" needs it. Set the name of the log group to which the trail delivers."
  }

  validation {
    condition     = var.cloudtrail_log_group_name == null || var.trigger == "cloudwatch-logs"
    error_message = "cloudtrail_log_group_name has no effect with trigger = \"${var.trigger}\". Remove it, or use trigger = \"cloudwatch-logs\"."
  }

  validation {
    condition     = var.cloudtrail_log_group_name == null || can(regex("^[a-zA-Z0-9_./#-]{1,512}$", var.cloudtrail_log_group_name))
    error_message = "cloudtrail_log_group_name must be the name of a log group, such as aws-cloudtrail-logs, not an ARN."
  }

  validation {
    # Each log line would cause another one.
    condition     = var.cloudtrail_log_group_name != "/aws/lambda/${var.function_name}"
    error_message = "cloudtrail_log_group_name is the function's own log group, so the function would invoke itself in a loop. Set the name of the log group to which the trail delivers."
  }
}

variable "log_filter_pattern" {
  description = "The events of the log group that invoke the function (`trigger = \"cloudwatch-logs\"`), as a CloudWatch Logs filter pattern such as `{ $.readOnly IS FALSE }`. By default all events do. No rule sees an event that the pattern excludes."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.log_filter_pattern == "" || var.trigger == "cloudwatch-logs"
    error_message = "log_filter_pattern has no effect with trigger = \"${var.trigger}\". Remove it, or use trigger = \"cloudwatch-logs\"."
  }

  validation {
    condition     = length(var.log_filter_pattern) <= 1024
    error_message = "log_filter_pattern is too long. Use at most 1024 characters."
  }
}

variable "maximum_retry_attempts" {
  description = "Number of times that Lambda retries a failed invocation, 0 to 2. For the triggers without a queue, `s3` and `cloudwatch-logs`."
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = contains([0, 1, 2], var.maximum_retry_attempts)
    error_message = "maximum_retry_attempts must be 0, 1 or 2."
  }
}

variable "maximum_event_age_seconds" {
  description = "How long Lambda retries a failed invocation, 60 to 21600 seconds. For the triggers without a queue, `s3` and `cloudwatch-logs`."
  type        = number
  default     = 21600
  nullable    = false

  validation {
    condition     = var.maximum_event_age_seconds >= 60 && var.maximum_event_age_seconds <= 21600 && floor(var.maximum_event_age_seconds) == var.maximum_event_age_seconds
    error_message = "maximum_event_age_seconds must be a whole number from 60 to 21600 (six hours)."
  }
}

# --- Slack with the bot token of an app (threads, channels by account) -------------------------------------

variable "slack_bot_token" {
  description = "Bot token of the Slack app (`xoxb-...`, scope `chat:write`). The module stores it in a SecureString parameter. To keep it out of the Terraform state, use `slack_bot_token_reference` instead. If a token is set, webhooks are not used."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition = anytrue([
      try(length(var.slack_bot_token), 0) > 0,
      try(length(var.slack_bot_token_reference), 0) > 0,
      try(length(var.default_slack_hook_url), 0) > 0,
      try(length(var.default_slack_hook_url_reference), 0) > 0,
      try(length(var.default_sns_topic_arn), 0) > 0,
      length(var.aws_sns_topic_subscriptions) > 0,
      length(local.destinations) > 0,
    ])
    error_message = "There is no destination for alerts of all accounts (configuration and sns_configuration apply only to the accounts that they list). Set slack_bot_token (or slack_bot_token_reference) with default_slack_channel_id, or default_slack_hook_url (or default_slack_hook_url_reference), or default_sns_topic_arn, or aws_sns_topic_subscriptions, or destinations."
  }

  validation {
    condition = anytrue([
      !contains(values(local.destinations)[*].type, "slack"),
      try(length(var.slack_bot_token), 0) > 0,
      try(length(var.slack_bot_token_reference), 0) > 0,
    ])
    error_message = "destinations of type slack need a bot token. Set slack_bot_token or slack_bot_token_reference, or use type slack_webhook for an incoming webhook."
  }
}

variable "slack_bot_token_reference" {
  description = <<-EOT
    Where the bot token is stored, instead of the token itself: the name or ARN of an SSM parameter, or the full ARN of a Secrets Manager secret. The function can read only this parameter or secret.

    For a secret that contains JSON, append `#` and the key to its ARN:

        slack_bot_token_reference = "/security/slack-bot-token"
        slack_bot_token_reference = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf#bot_token"
  EOT
  type        = string
  default     = null
}

variable "slack_signing_secret" {
  description = "Signing secret of the Slack app. It switches on the buttons under alerts: Acknowledge and Mute. The module creates a second function with a public URL (output `slack_request_url`) and stores the secret in a SecureString parameter. To keep it out of the Terraform state, use `slack_signing_secret_reference` instead."
  type        = string
  default     = null
  sensitive   = true
}

variable "slack_signing_secret_reference" {
  description = "Where the signing secret of the Slack app is stored, instead of the secret itself: the name or ARN of an SSM parameter, or the full ARN of a Secrets Manager secret, optionally with `#` and a key. It switches on the buttons under alerts, like `slack_signing_secret`."
  type        = string
  default     = null
}

variable "create_slack_endpoint" {
  description = "Whether the module creates the function and the URL for the buttons under alerts. By default it does if a signing secret is set. Set this to true only if Terraform reports `Invalid for_each argument` because you create the secret in the same apply."
  type        = bool
  default     = null

  validation {
    condition     = var.create_slack_endpoint != true || try(length(var.slack_signing_secret), 0) > 0 || try(length(var.slack_signing_secret_reference), 0) > 0
    error_message = "create_slack_endpoint = true needs a signing secret. Set slack_signing_secret or slack_signing_secret_reference."
  }
}

variable "slack_endpoint_concurrency" {
  description = "Reserved concurrency of the function for the buttons under alerts: how many presses it handles at the same time. It limits what requests from the internet can use. -1 reserves nothing; use it if Lambda reports that the account has too little unreserved concurrency."
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition     = floor(var.slack_endpoint_concurrency) == var.slack_endpoint_concurrency && (var.slack_endpoint_concurrency == -1 || var.slack_endpoint_concurrency >= 1)
    error_message = "slack_endpoint_concurrency must be a whole number of at least 1, or -1 for no reservation."
  }
}

variable "mute_allowed_users" {
  description = "IDs of the Slack users who can mute alerts, such as `U0123456789`. By default everyone in the channel can. Everyone can acknowledge alerts and end mutes."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for user in var.mute_allowed_users : can(regex(local.user_id, user))])
    error_message = "${join("\n", [for user in var.mute_allowed_users : "mute_allowed_users: ${jsonencode(user)} is not the ID of a user." if !can(regex(local.user_id, user))])}\nIt must contain IDs of Slack users, such as U0123456789, not names. In Slack, choose View full profile, then Copy member ID."
  }

  validation {
    # The environment of the function has at most 4 KB.
    condition     = length(var.mute_allowed_users) <= 200
    error_message = "mute_allowed_users must have at most 200 IDs. To let everyone in the channel mute alerts, remove mute_allowed_users."
  }

  validation {
    condition = anytrue([
      length(var.mute_allowed_users) == 0,
      try(length(var.slack_signing_secret), 0) > 0,
      try(length(var.slack_signing_secret_reference), 0) > 0,
    ])
    error_message = "mute_allowed_users has no effect without slack_signing_secret or slack_signing_secret_reference, which switch on the buttons. Set one of them, or remove the users."
  }
}

variable "default_slack_channel_id" {
  description = "ID of the channel for all accounts that `slack_app_configuration` does not list. Required with a bot token, unless `destinations` has Slack channels."
  type        = string
  default     = null

  validation {
    condition = anytrue([
      try(length(var.default_slack_channel_id), 0) > 0,
      !local.uses_bot_token,
      contains(values(local.destinations)[*].type, "slack"),
    ])
    error_message = "default_slack_channel_id is missing: alerts of accounts that slack_app_configuration does not list would not be delivered. Set it to a channel ID such as C0123456789, or add destinations of type slack."
  }

  validation {
    # The predecessor accepted a channel together with webhooks, and used the webhooks.
    condition     = try(length(var.default_slack_channel_id), 0) == 0 || local.reaches_slack
    error_message = "default_slack_channel_id has no effect without a bot token. Set slack_bot_token or slack_bot_token_reference, or remove the channel."
  }

  validation {
    condition     = try(length(var.default_slack_channel_id), 0) == 0 || can(regex(local.channel_id, var.default_slack_channel_id))
    error_message = "default_slack_channel_id must be a channel ID (such as C0123456789, at the bottom of the channel's details), not a name. With a name, Slack does not allow an app to update messages."
  }
}

variable "slack_mentions" {
  description = <<-EOT
    Who is mentioned in Slack, by severity of the alert: IDs of users and user groups, `here` or `channel`. A thread mentions them with its first message, and with the first reply about another rule or outcome.

        slack_mentions = {
          critical = ["S0123456789"]         # a user group
          high     = ["U0123456789", "here"] # a user, and who is active in the channel
        }
  EOT
  # Not an object type: Terraform drops attributes that it does not have, and a misspelled severity would mention no one.
  type     = map(list(string))
  default  = {}
  nullable = false

  validation {
    condition     = length(setsubtract(keys(var.slack_mentions), local.severities)) == 0
    error_message = "${join("\n", [for severity in setsubtract(keys(var.slack_mentions), local.severities) : "slack_mentions: there is no severity \"${severity}\"."])}\nA severity must be ${local.severity_names}."
  }

  validation {
    condition     = alltrue([for id in flatten([for ids in values(var.slack_mentions) : coalesce(ids, [])]) : can(regex(local.mentioned, id))])
    error_message = "${join("\n", flatten([for severity, ids in var.slack_mentions : [for id in coalesce(ids, []) : "slack_mentions.${severity}: ${jsonencode(id)} is neither the ID of a user or user group nor here or channel." if !can(regex(local.mentioned, id))]]))}\nAn ID is such as U0123456789 or S0123456789. In Slack, choose Copy member ID in the profile of a user, or Copy group ID in the details of a user group."
  }

  validation {
    condition     = alltrue([for ids in values(var.slack_mentions) : length(coalesce(ids, [])) <= 5])
    error_message = "slack_mentions must have at most 5 IDs for each severity. To mention more people, create a user group in Slack."
  }

  validation {
    condition     = length(flatten([for ids in values(var.slack_mentions) : coalesce(ids, [])])) == 0 || local.reaches_slack || contains(values(local.destinations)[*].type, "slack_webhook")
    error_message = "slack_mentions has no effect without Slack. Set slack_bot_token or default_slack_hook_url, or add destinations of type slack or slack_webhook, or remove slack_mentions."
  }
}

variable "slack_app_configuration" {
  description = <<-EOT
    Channels by account. Alerts of the listed accounts go to the entry's channel instead of `default_slack_channel_id`.

        slack_app_configuration = [
          { accounts = ["111111111111", "222222222222"], slack_channel_id = "C0123456789" },
        ]
  EOT
  type = list(object({
    accounts         = list(string)
    slack_channel_id = string
  }))
  default = null

  validation {
    condition     = try(length(var.slack_app_configuration), 0) == 0 || local.reaches_slack
    error_message = "slack_app_configuration has no effect without a bot token. Set slack_bot_token or slack_bot_token_reference, or remove slack_app_configuration."
  }

  validation {
    condition     = alltrue([for account in flatten([for entry in coalesce(var.slack_app_configuration, []) : entry.accounts]) : can(regex(local.account_id, account))])
    error_message = "${join("\n", flatten([for index, entry in coalesce(var.slack_app_configuration, []) : [for account in nonsensitive(entry.accounts) : "slack_app_configuration[${index}].accounts: ${jsonencode(account)} is not an account ID." if !can(regex(local.account_id, account))]]))}\n${local.account_id_remedy}"
  }

  validation {
    condition     = alltrue([for entry in coalesce(var.slack_app_configuration, []) : can(regex(local.channel_id, entry.slack_channel_id))])
    error_message = "${join("\n", nonsensitive([for index, entry in coalesce(var.slack_app_configuration, []) : "slack_app_configuration[${index}].slack_channel_id is \"${try(coalesce(entry.slack_channel_id), "")}\"." if !can(regex(local.channel_id, entry.slack_channel_id))]))}\nIt must be a channel ID (such as C0123456789, at the bottom of the channel's details), not a name and not empty."
  }
}

variable "slack_api_url" {
  description = "Base URL of the Slack API if it is not the default, such as `https://slack-gov.com/api/` for GovSlack."
  type        = string
  default     = null

  validation {
    condition     = try(length(var.slack_api_url), 0) == 0 || can(regex("^https://", var.slack_api_url))
    error_message = "slack_api_url must be an https URL, such as https://slack-gov.com/api/, because the function sends the bot token to it."
  }
}

variable "thread_replies_max" {
  description = "Maximum number of similar alerts posted as replies in a thread. Further alerts are counted on the first message of the thread. Critical alerts and the first alert of each rule and outcome are also posted beyond it, and invocations that run at the same time can each add replies."
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = var.thread_replies_max >= 0 && floor(var.thread_replies_max) == var.thread_replies_max
    error_message = "thread_replies_max must be a whole number, 0 or more."
  }
}

# --- Slack with webhooks -----------------------------------------------------------------------------

variable "default_slack_hook_url" {
  description = "URL of the Slack incoming webhook for all accounts that `configuration` does not list. The module stores it in a SecureString parameter."
  type        = string
  default     = null
  sensitive   = true
}

variable "default_slack_hook_url_reference" {
  description = "Where the URL of the default webhook is stored, instead of the URL itself. Same format as `slack_bot_token_reference`."
  type        = string
  default     = null
}

variable "configuration" {
  description = <<-EOT
    Webhooks by account. Alerts of the listed accounts go to the entry's webhook instead of the default one. Each entry has `slack_hook_url`, or `slack_hook_url_reference` in the format of `slack_bot_token_reference`.

        configuration = [
          { accounts = ["111111111111"], slack_hook_url = "https://hooks.slack.com/services/..." },
          { accounts = ["222222222222"], slack_hook_url_reference = "/security/webhook-production" },
        ]
  EOT
  type = list(object({
    accounts                 = list(string)
    slack_hook_url           = optional(string)
    slack_hook_url_reference = optional(string)
  }))
  default   = null
  sensitive = true
}

# --- SNS: email and other systems -----------------------------------------------------------------------

variable "aws_sns_topic_subscriptions" {
  description = <<-EOT
    Subscriptions of a topic that the module creates, from endpoint to protocol. Alerts are published to this topic in addition to Slack. Endpoints must be known during plan: for a queue of the same apply, create a topic with its subscriptions and set `default_sns_topic_arn`.

        aws_sns_topic_subscriptions = { "security@example.com" = "email" }
  EOT
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for protocol in values(var.aws_sns_topic_subscriptions) : contains(["email", "email-json", "http", "https", "sqs", "sms", "lambda", "application"], protocol)])
    error_message = "aws_sns_topic_subscriptions must map endpoints to protocols, such as { \"security@example.com\" = \"email\" }. Protocols: email, email-json, http, https, sqs, sms, lambda, application. For a Firehose stream, use a destination of the type firehose."
  }

  validation {
    # With a default topic the module creates no topic to subscribe to.
    condition     = length(var.aws_sns_topic_subscriptions) == 0 || try(length(var.default_sns_topic_arn), 0) == 0
    error_message = "aws_sns_topic_subscriptions and default_sns_topic_arn exclude each other. Set aws_sns_topic_subscriptions for a topic that the module creates, or default_sns_topic_arn for an existing topic and create its subscriptions outside the module."
  }

  validation {
    condition     = alltrue([for endpoint, protocol in var.aws_sns_topic_subscriptions : can(regex(lookup(local.endpoints, protocol, ""), endpoint))])
    error_message = "${join("\n", [for endpoint, protocol in var.aws_sns_topic_subscriptions : "aws_sns_topic_subscriptions: ${jsonencode(endpoint)} is no endpoint of the protocol ${protocol}." if !can(regex(lookup(local.endpoints, protocol, ""), endpoint))])}\nAn endpoint is an email address (email, email-json), a URL that begins with the protocol (http, https), a phone number such as +4915112345678 (sms), or an ARN (sqs, lambda, application)."
  }
}

variable "default_sns_topic_arn" {
  description = "ARN of an existing topic for alerts of all accounts that `sns_configuration` does not list. If the topic is encrypted with a KMS key other than `kms_key_arn` or the AWS managed key, allow the role in the output `role_name` to use that key (`kms:GenerateDataKey`, `kms:Decrypt`). The same applies to every other topic that the module does not create."
  type        = string
  default     = null

  validation {
    condition     = try(length(var.default_sns_topic_arn), 0) == 0 || can(regex(local.topic_arn, var.default_sns_topic_arn))
    error_message = "default_sns_topic_arn must be the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:123456789012:security, and not of a FIFO topic."
  }
}

variable "sns_configuration" {
  description = <<-EOT
    Topics by account. Alerts of the listed accounts go to the entry's topic instead of the default one.

        sns_configuration = [
          { accounts = ["111111111111"], sns_topic_arn = "arn:aws:sns:eu-west-1:111111111111:security" },
        ]
  EOT
  type = list(object({
    accounts      = list(string)
    sns_topic_arn = string
  }))
  default = null

  validation {
    condition     = alltrue([for account in flatten([for entry in coalesce(var.sns_configuration, []) : entry.accounts]) : can(regex(local.account_id, account))])
    error_message = "${join("\n", flatten([for index, entry in coalesce(var.sns_configuration, []) : [for account in entry.accounts : "sns_configuration[${index}].accounts: ${jsonencode(account)} is not an account ID." if !can(regex(local.account_id, account))]]))}\n${local.account_id_remedy}"
  }

  validation {
    condition     = alltrue([for entry in coalesce(var.sns_configuration, []) : can(regex(local.topic_arn, entry.sns_topic_arn))])
    error_message = "${join("\n", [for index, entry in coalesce(var.sns_configuration, []) : "sns_configuration[${index}].sns_topic_arn is \"${try(coalesce(entry.sns_topic_arn), "")}\"." if !can(regex(local.topic_arn, entry.sns_topic_arn))])}\nIt must be the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:123456789012:security, and not of a FIFO topic."
  }
}

# --- Named destinations and routes -----------------------------------------------------------------

variable "destinations" {
  description = <<-EOT
    Further destinations, by names that you choose. A destination that no entry of `routes` names receives every alert.

        destinations = {
          oncall   = { type = "slack", channel_id = "C0123456789" } # with the bot token
          audit    = { type = "slack_webhook", url_reference = "/security/audit-webhook" }
          email    = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:security" }
          managers = { type = "teams", url_reference = "/security/teams-workflow" }
          pager    = { type = "pagerduty", routing_key_reference = "/security/pagerduty-key" } # service_region = "eu" for an account in Europe
          tickets  = { type = "webhook", url_reference = "/security/tickets-url", secret_reference = "/security/tickets-key" }
          lake     = { type = "firehose", delivery_stream_name = "cloudtrail-alerts" } # or delivery_stream_arn
          bus      = { type = "event_bus", event_bus_arn = "arn:aws:events:eu-west-1:123456789012:event-bus/security" }
        }

    URLs and keys are secrets. Set them by reference only, in the format of `slack_bot_token_reference`. `secret_reference` refers to the key that signs the messages to a webhook.
  EOT
  # Not an object type: Terraform drops attributes that it does not have, and a misspelled one would have no effect.
  type     = map(map(string))
  default  = {}
  nullable = false
}

variable "routes" {
  description = <<-EOT
    Which alerts go to which of `destinations`. All routes that match an alert apply. A condition that you omit is always true. If several rules match an event, a route matches the alert if one of these rules meets all conditions of the route.

        routes = [
          { severities = ["high", "critical"], destinations = ["oncall", "email"] },
          { accounts = ["111111111111"], packs = ["cis"], destinations = ["audit"] },
          { rules = ["bucket-policy-changed", "root-*"], destinations = ["tickets"] },
          { severities = ["info", "low"], destinations = ["managers"], digest = "weekly", digest_day = "friday" },
        ]

    The attributes of a route, of which only `destinations` is required:

        destinations  names of destinations
        accounts      IDs of accounts
        rules         names of rules, with * for any characters and ? for one
        severities    info, low, medium, high, critical
        packs         names of rule packs that are enabled
        digest_at     the time of a scheduled summary (see below), "08:00" by default
        digest_zone   its time zone in the IANA database, such as "Europe/Berlin"; "UTC" by default
        digest_day    the day of a weekly summary, "monday" by default

    With `digest = "daily"` or `"weekly"`, alerts of the route are collected, and its destinations receive one message with their counts by rule and identity (docs/scheduled-summaries.md). Critical alerts never wait: they are posted immediately.
  EOT
  # Not an object type, for the same reason as destinations.
  type     = any
  default  = []
  nullable = false

  validation {
    condition     = startswith(jsonencode(var.routes), "[") && alltrue([for route in var.routes : startswith(jsonencode(route), "{")])
    error_message = "routes must be a list of objects, such as [{ severities = [\"high\", \"critical\"], destinations = [\"oncall\"] }]."
  }

  validation {
    condition     = alltrue([for route in var.routes : length(setsubtract(keys(route), local.route_attributes)) == 0 if startswith(jsonencode(route), "{")])
    error_message = "${join("\n", flatten([for index, route in var.routes : [for attribute in setsubtract(keys(route), local.route_attributes) : "routes[${index}] has the unknown attribute ${attribute}."] if startswith(jsonencode(route), "{")]))}\nCorrect its name: without it, the route would match more alerts. Attributes: ${join(", ", local.route_attributes)}."
  }

  validation {
    condition = alltrue(flatten([
      for route in var.routes : [
        for attribute, value in route : value == null || (startswith(attribute, "digest") ? startswith(jsonencode(value), "\"") : can([for item in value : tostring(item)]) && startswith(jsonencode(value), "["))
        if contains(local.route_attributes, attribute)
      ] if startswith(jsonencode(route), "{")
    ]))
    error_message = (join("\n", flatten([
      for index, route in var.routes : [
        for attribute, value in route : "routes[${index}].${attribute} must be a ${startswith(attribute, "digest") ? "string" : "list of strings"}."
        if contains(local.route_attributes, attribute) && value != null && !(startswith(attribute, "digest") ? startswith(jsonencode(value), "\"") : can([for item in value : tostring(item)]) && startswith(jsonencode(value), "["))
      ] if startswith(jsonencode(route), "{")
    ])))
  }

  validation {
    condition     = alltrue([for route in var.routes : length(compact(flatten([try(route.destinations, [])]))) > 0 if startswith(jsonencode(route), "{")])
    error_message = "${join("\n", [for index, route in var.routes : "routes[${index}] has no destinations." if startswith(jsonencode(route), "{") && length(compact(flatten([try(route.destinations, [])]))) == 0])}\nAdd destinations = [...] with names in the variable destinations."
  }

  validation {
    condition     = length(setsubtract(compact(flatten([for route in var.routes : try(route.destinations, [])])), keys(var.destinations))) == 0
    error_message = "${join("\n", flatten([for unknown in [setsubtract(compact(flatten([for route in var.routes : try(route.destinations, [])])), keys(var.destinations))] : [for index, route in var.routes : [for name in setintersection(compact(flatten([try(route.destinations, [])])), unknown) : "routes[${index}].destinations: there is no destination \"${name}\"."]]]))}\nA destination must be a name in the variable destinations: ${length(var.destinations) == 0 ? "it has none" : join(", ", keys(var.destinations))}."
  }

  validation {
    condition     = alltrue([for account in compact(flatten([for route in var.routes : try(route.accounts, [])])) : can(regex(local.account_id, account))])
    error_message = "${join("\n", flatten([for index, route in var.routes : [for account in compact(flatten([try(route.accounts, [])])) : "routes[${index}].accounts: ${jsonencode(account)} is not an account ID." if !can(regex(local.account_id, account))]]))}\n${local.account_id_remedy}"
  }

  validation {
    condition     = length(setsubtract(compact(flatten([for route in var.routes : try(route.severities, [])])), local.severities)) == 0
    error_message = "${join("\n", flatten([for index, route in var.routes : [for severity in setsubtract(compact(flatten([try(route.severities, [])])), local.severities) : "routes[${index}].severities: there is no severity \"${severity}\"."]]))}\nA severity must be ${local.severity_names}."
  }

  validation {
    condition     = length(setsubtract(compact(flatten([for route in var.routes : try(route.packs, [])])), local.packs_on)) == 0
    error_message = "${join("\n", flatten([for index, route in var.routes : [for pack in setsubtract(compact(flatten([try(route.packs, [])])), local.packs_on) : "routes[${index}].packs: the pack ${jsonencode(pack)} is not enabled, so the route would match nothing."]]))}\nAdd the pack to rule_packs (use_default_rules enables core), or remove it from the route. Enabled: ${join(", ", distinct(local.packs_on))}."
  }

  validation {
    condition     = alltrue(flatten([for route in var.routes : [for names in [try(route.accounts, null), try(route.rules, null), try(route.severities, null), try(route.packs, null)] : try(length(names), 1) > 0]]))
    error_message = "${join("\n", flatten([for index, route in var.routes : [for attribute in ["accounts", "rules", "severities", "packs"] : "routes[${index}].${attribute} is an empty list, so the route would match nothing." if try(length(route[attribute]), 1) == 0]]))}\nOmit the condition to match everything."
  }

  validation {
    condition     = alltrue([for route in var.routes : contains(["daily", "weekly"], try(coalesce(route.digest), "daily"))])
    error_message = "${join("\n", [for index, route in var.routes : "routes[${index}].digest is \"${try(route.digest, "")}\"." if !contains(["daily", "weekly"], try(coalesce(route.digest), "daily"))])}\nIt must be daily or weekly. Omit it to post every alert immediately."
  }

  validation {
    condition     = alltrue([for route in var.routes : can(regex(local.time_of_day, try(coalesce(route.digest_at), "08:00")))])
    error_message = "${join("\n", [for index, route in var.routes : "routes[${index}].digest_at is \"${try(route.digest_at, "")}\"." if !can(regex(local.time_of_day, try(coalesce(route.digest_at), "08:00")))])}\nIt must be a time of 24 hours with two digits each, such as \"08:00\"."
  }

  validation {
    # The function knows the zones; the self-check of the new version reports one that does not exist.
    condition     = alltrue([for route in var.routes : can(regex(local.time_zone, try(coalesce(route.digest_zone), "UTC")))])
    error_message = "${join("\n", [for index, route in var.routes : "routes[${index}].digest_zone is \"${try(route.digest_zone, "")}\"." if !can(regex(local.time_zone, try(coalesce(route.digest_zone), "UTC")))])}\nIt must be the name of a time zone in the IANA database, such as \"Europe/Berlin\" or \"UTC\"."
  }

  validation {
    condition     = alltrue([for route in var.routes : contains(local.days, try(coalesce(route.digest_day), "monday"))])
    error_message = "${join("\n", [for index, route in var.routes : "routes[${index}].digest_day is \"${try(route.digest_day, "")}\"." if !contains(local.days, try(coalesce(route.digest_day), "monday"))])}\nIt must be the name of a day, such as \"monday\"."
  }

  validation {
    condition     = alltrue([for route in var.routes : try(route.digest, null) != null || alltrue([for value in [try(route.digest_at, null), try(route.digest_zone, null), try(route.digest_day, null)] : value == null])])
    error_message = "${join("\n", [for index, route in var.routes : "routes[${index}] does not set digest, so digest_at, digest_zone and digest_day have no effect." if try(route.digest, null) == null && anytrue([for value in [try(route.digest_at, null), try(route.digest_zone, null), try(route.digest_day, null)] : value != null])])}\nAdd digest = \"daily\" or \"weekly\", or remove them."
  }

  validation {
    condition     = alltrue([for route in var.routes : try(route.digest, null) != "daily" || try(route.digest_day, null) == null])
    error_message = "${join("\n", [for index, route in var.routes : "routes[${index}] has digest = \"daily\", so digest_day has no effect." if try(route.digest, null) == "daily" && try(route.digest_day, null) != null])}\nRemove digest_day, or set digest = \"weekly\"."
  }

  validation {
    condition     = alltrue([for route in var.routes : try(route.digest, null) == null || !contains(compact(flatten([try(route.severities, [])])), "critical")])
    error_message = "${join("\n", [for index, route in var.routes : "routes[${index}] sets digest and names the severity critical." if try(route.digest, null) != null && contains(compact(flatten([try(route.severities, [])])), "critical")])}\nCritical alerts are always posted immediately. Name critical in another route."
  }

  validation {
    condition     = length([for name in flatten([for route in var.routes : try(route.destinations, []) if try(route.digest, null) != null]) : name if contains(local.machines, try(var.destinations[name].type, ""))]) == 0
    error_message = "${join("\n", flatten([for index, route in var.routes : [for name in flatten([try(route.destinations, [])]) : "routes[${index}] sets digest and names the destination ${name} of type ${try(var.destinations[name].type, "")}." if try(route.digest, null) != null && contains(local.machines, try(var.destinations[name].type, ""))]]))}\nDestinations of the types ${join(", ", local.machines)} receive every alert as JSON. Name them in a route without digest."
  }
}

# --- Rules ----------------------------------------------------------------------------------

variable "rules" {
  description = <<-EOT
    Rules. An event that a rule matches is an alert. A string (split at `rules_separator`), or a list of strings and objects.

        rules = [
          "eventName == 'DeleteTrail'",
          {
            name        = "bucket-policy-changed"
            expression  = "eventName in ['PutBucketPolicy', 'DeleteBucketPolicy']"
            severity    = "high" # info, low, medium (default), high, critical
            description = "The access to a bucket was changed."
            runbook_url = "https://wiki.example.com/bucket-policy"
          },
          {
            name        = "denied-burst"
            expression  = "errorCode.startsWith('AccessDenied')"
            severity    = "high"
            correlation = { type = "event_count", group_by = ["userIdentity.arn"], timespan = "10m", gte = 20 }
          },
        ]

    A rule with `correlation` is an alert when several events together fulfill it:

        type       event_count, value_count, first_seen, temporal, temporal_ordered
        group_by   expressions; events with the same values are counted together
        timespan   such as 10m (s, m, h, d): at most 7d, and 90d for first_seen
        gte        how many events or values, 1 to 1000
        field      the expression whose different values value_count counts
        learn      how long first_seen only records after its first event: 7d, or timespan if that is shorter
        rules      names of the rules whose events count, instead of an expression; in their order for temporal_ordered
        aliases    for a name in group_by or field, the expression for each of these rules

    A rule with `generate = false` only feeds correlations and never alerts alone.
  EOT
  type        = any
  default     = ""
  nullable    = false

  validation {
    # jsonencode distinguishes strings, lists and objects. Terraform has no function for that. What is about all rules is outside of the loop
    # over them, because Terraform would compute it for each rule.
    condition     = startswith(jsonencode(var.rules), "\"") || startswith(jsonencode(var.rules), "[") && alltrue([for rule in try([for rule in var.rules : rule], []) : startswith(jsonencode(rule), "\"") ? length(trimspace(rule)) > 0 : startswith(jsonencode(rule), "{")])
    error_message = "${join("\n", flatten([for rules in [try([for rule in var.rules : rule], [])] : [for index, rule in rules : "rules[${index}] is ${jsonencode(rule)}." if startswith(jsonencode(rule), "\"") ? length(trimspace(rule)) == 0 : !startswith(jsonencode(rule), "{")] if startswith(jsonencode(var.rules), "[")]))}\nrules must be a string, or a list of non-empty strings and objects, such as [{ name = \"trail-deleted\", expression = \"eventName == 'DeleteTrail'\" }]."
  }

  validation {
    condition     = alltrue([for rule in flatten([var.rules]) : length(setsubtract(keys(rule), local.rule_attributes)) == 0 if startswith(jsonencode(rule), "{")])
    error_message = "${join("\n", flatten([for index, rule in flatten([var.rules]) : [for name in setsubtract(keys(rule), local.rule_attributes) : "rules[${index}]${try(" (${rule.name})", "")} has the unknown attribute ${name}."] if startswith(jsonencode(rule), "{")]))}\nCorrect its name, or remove it. Attributes: ${join(", ", local.rule_attributes)}."
  }

  validation {
    condition     = alltrue([for rule in flatten([var.rules]) : try(length(trimspace(rule.expression)) > 0, false) if startswith(jsonencode(rule), "{") && try(rule.correlation, null) == null])
    error_message = "${join("\n", [for index, rule in flatten([var.rules]) : "rules[${index}]${try(" (${rule.name})", "")} has no expression." if startswith(jsonencode(rule), "{") && try(rule.correlation, null) == null && !try(length(trimspace(rule.expression)) > 0, false)])}\nAdd expression = \"...\", a condition such as eventName == 'DeleteTrail'."
  }

  validation {
    condition     = alltrue(flatten([for rule in flatten([var.rules]) : [for name, value in rule : value == null || startswith(jsonencode(value), "\"") if contains(local.rule_attributes, name) && !contains(["correlation", "generate"], name)] if startswith(jsonencode(rule), "{")]))
    error_message = join("\n", flatten([for index, rule in flatten([var.rules]) : [for name, value in rule : "rules[${index}]${try(" (${rule.name})", "")}: ${name} must be a string." if contains(local.rule_attributes, name) && !contains(["correlation", "generate"], name) && value != null && !startswith(jsonencode(value), "\"")] if startswith(jsonencode(rule), "{")]))
  }

  validation {
    condition     = alltrue([for rule in flatten([var.rules]) : contains(local.severities, try(coalesce(rule.severity), "medium"))])
    error_message = "${join("\n", [for index, rule in flatten([var.rules]) : "rules[${index}]${try(" (${rule.name})", "")}: there is no severity ${jsonencode(try(rule.severity, null))}." if !contains(local.severities, try(coalesce(rule.severity), "medium"))])}\nA severity must be ${local.severity_names}."
  }

  validation {
    condition     = alltrue([for rule in flatten([var.rules]) : try(rule.correlation, null) == null || startswith(jsonencode(try(rule.correlation, null)), "{")])
    error_message = "${join("\n", [for index, rule in flatten([var.rules]) : "rules[${index}]${try(" (${rule.name})", "")}: correlation must be an object." if try(rule.correlation, null) != null && !startswith(jsonencode(try(rule.correlation, null)), "{")])}\nSuch as { type = \"event_count\", group_by = [\"userIdentity.arn\"], timespan = \"10m\", gte = 20 }."
  }

  validation {
    condition     = alltrue([for rule in flatten([var.rules]) : contains(["null", "true", "false"], jsonencode(try(rule.generate, null)))])
    error_message = join("\n", [for index, rule in flatten([var.rules]) : "rules[${index}]${try(" (${rule.name})", "")}: generate must be true or false, without quotes." if !contains(["null", "true", "false"], jsonencode(try(rule.generate, null)))])
  }

  validation {
    condition     = alltrue([for rule in flatten([var.rules]) : jsonencode(try(rule.generate, null)) != "false" || try(length(trimspace(rule.name)) > 0, false)])
    error_message = "${join("\n", [for index, rule in flatten([var.rules]) : "rules[${index}] has generate = false, but no name." if jsonencode(try(rule.generate, null)) == "false" && !try(length(trimspace(rule.name)) > 0, false)])}\nAdd name = \"...\", by which correlations refer to the rule."
  }
}

variable "ignore_rules" {
  description = "Ignore rules. An event that an ignore rule matches is not an alert, even if other rules match it. Same format as `rules`."
  type        = any
  default     = ""
  nullable    = false

  validation {
    # jsonencode distinguishes strings, lists and objects. Terraform has no function for that. What is about all rules is outside of the loop
    # over them, because Terraform would compute it for each rule.
    condition     = startswith(jsonencode(var.ignore_rules), "\"") || startswith(jsonencode(var.ignore_rules), "[") && alltrue([for rule in try([for rule in var.ignore_rules : rule], []) : startswith(jsonencode(rule), "\"") ? length(trimspace(rule)) > 0 : startswith(jsonencode(rule), "{")])
    error_message = "${join("\n", flatten([for rules in [try([for rule in var.ignore_rules : rule], [])] : [for index, rule in rules : "ignore_rules[${index}] is ${jsonencode(rule)}." if startswith(jsonencode(rule), "\"") ? length(trimspace(rule)) == 0 : !startswith(jsonencode(rule), "{")] if startswith(jsonencode(var.ignore_rules), "[")]))}\nignore_rules must be a string, or a list of non-empty strings and objects, such as [{ name = \"trail-deleted\", expression = \"eventName == 'DeleteTrail'\" }]."
  }

  validation {
    condition     = alltrue([for rule in flatten([var.ignore_rules]) : length(setsubtract(keys(rule), local.ignore_rule_attributes)) == 0 if startswith(jsonencode(rule), "{")])
    error_message = "${join("\n", flatten([for index, rule in flatten([var.ignore_rules]) : [for name in setsubtract(keys(rule), local.ignore_rule_attributes) : "ignore_rules[${index}]${try(" (${rule.name})", "")} has the unknown attribute ${name}."] if startswith(jsonencode(rule), "{")]))}\nCorrect its name, or remove it. Attributes: ${join(", ", local.ignore_rule_attributes)}."
  }

  validation {
    condition     = alltrue([for rule in flatten([var.ignore_rules]) : try(length(trimspace(rule.expression)) > 0, false) if startswith(jsonencode(rule), "{")])
    error_message = "${join("\n", [for index, rule in flatten([var.ignore_rules]) : "ignore_rules[${index}]${try(" (${rule.name})", "")} has no expression." if startswith(jsonencode(rule), "{") && !try(length(trimspace(rule.expression)) > 0, false)])}\nAdd expression = \"...\", a condition such as eventName == 'DeleteTrail'."
  }

  validation {
    condition     = alltrue(flatten([for rule in flatten([var.ignore_rules]) : [for name, value in rule : value == null || startswith(jsonencode(value), "\"") if contains(local.ignore_rule_attributes, name)] if startswith(jsonencode(rule), "{")]))
    error_message = join("\n", flatten([for index, rule in flatten([var.ignore_rules]) : [for name, value in rule : "ignore_rules[${index}]${try(" (${rule.name})", "")}: ${name} must be a string." if contains(local.ignore_rule_attributes, name) && value != null && !startswith(jsonencode(value), "\"")] if startswith(jsonencode(rule), "{")]))
  }

  validation {
    condition     = alltrue([for rule in flatten([var.ignore_rules]) : contains(local.severities, try(coalesce(rule.severity), "medium"))])
    error_message = "${join("\n", [for index, rule in flatten([var.ignore_rules]) : "ignore_rules[${index}]${try(" (${rule.name})", "")}: there is no severity ${jsonencode(try(rule.severity, null))}." if !contains(local.severities, try(coalesce(rule.severity), "medium"))])}\nA severity must be ${local.severity_names}."
  }
}

variable "rules_separator" {
  description = "Separator between the rules if `rules` or `ignore_rules` is one string. Use a separator that no rule contains, or use lists."
  type        = string
  default     = ","
  nullable    = false

  validation {
    condition     = length(var.rules_separator) > 0
    error_message = "rules_separator is empty. Set it to a string that no rule contains, such as %."
  }
}

variable "events_to_track" {
  description = "Names of events that are always alerts, as a comma-separated string or a list such as `[\"StopLogging\", \"DeleteTrail\"]`."
  type        = any
  default     = ""
  nullable    = false

  validation {
    condition = try(startswith(jsonencode(var.events_to_track), "\""), false) || try(startswith(jsonencode(var.events_to_track), "[") && alltrue([
      for name in var.events_to_track : can(regex("^[^\\s,]+$", name)) && startswith(jsonencode(name), "\"")
    ]), false)
    error_message = "events_to_track must be a comma-separated string or a list of event names without spaces, such as [\"StopLogging\", \"DeleteTrail\"]."
  }

  validation {
    condition     = try(alltrue([for name in try(split(",", var.events_to_track), var.events_to_track) : trimspace(name) == "" || can(regex(local.event_name, trimspace(name)))]), true)
    error_message = "${join("\n", [for name in try(split(",", var.events_to_track), [for name in var.events_to_track : tostring(name)], []) : "events_to_track: ${jsonencode(trimspace(name))} is not the name of an event." if trimspace(name) != "" && !can(regex(local.event_name, trimspace(name)))])}\nA name has no spaces and none of * ? ; : |. Separate names by commas, or use a list. For a pattern, write a rule such as eventName.startsWith('Delete')."
  }
}

variable "use_default_rules" {
  description = "Whether to enable the rule pack `core`."
  type        = bool
  default     = true
  nullable    = false

  validation {
    condition     = anytrue([var.use_default_rules, local.has_own_rules, length(local.tracked_event_names) > 0, length(var.rule_packs) > 0])
    error_message = "There are no rules: use_default_rules is false, and rules, rule_packs and events_to_track are empty. Set one of them, or set use_default_rules = true."
  }
}

variable "rule_packs" {
  description = "Further rule packs to enable: `console-actions`, `account-watch`, `cis`, `threats`, `behavior`, `insights`. The pack `integrity` is on exactly if `verify_log_files` is."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(setsubtract(var.rule_packs, setsubtract(keys(local.pack_rules), ["integrity"]))) == 0
    error_message = "${join("\n", [for pack in setsubtract(var.rule_packs, setsubtract(keys(local.pack_rules), ["integrity"])) : pack == "integrity" ? "rule_packs: verify_log_files = true enables the pack integrity." : "rule_packs: there is no pack ${jsonencode(pack)}."])}\nPacks: ${join(", ", setsubtract(keys(local.pack_rules), ["integrity"]))}."
  }
}

variable "disabled_rules" {
  description = "Names of pack rules to disable."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(setsubtract(var.disabled_rules, flatten(values(local.pack_rules)))) == 0
    error_message = "${join("\n", [for name in setsubtract(var.disabled_rules, flatten(values(local.pack_rules))) : "disabled_rules: no pack has a rule ${jsonencode(name)}. ${join("", [for similar in [[for known in flatten(values(local.pack_rules)) : known if startswith(known, try(lower(split("-", name)[0]), "-"))]] : "Similar names: ${join(", ", similar)}." if length(similar) > 0])}"])}\ndocs/default-rules.md has all names. To disable one of your rules, remove it from rules."
  }
}

variable "lists" {
  description = <<-EOT
    Named lists. Rules refer to a list as `lists.NAME`.

        lists = { admins = ["alice", "bob"] } # userIdentity.userName in lists.admins
  EOT
  type        = map(list(string))
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.lists) : can(regex(local.list_name, name))])
    error_message = "${join("\n", [for name in keys(var.lists) : "lists: \"${name}\" is not a name." if !can(regex(local.list_name, name))])}\nA name must consist of letters, digits and underscores and must not start with a digit, so that rules can refer to it as lists.NAME."
  }
}

variable "predicates" {
  description = <<-EOT
    Named conditions. Rules and other predicates call a predicate as `NAME()`. Each predicate is an expression of the rule language about
    the same event. Predicates must not call each other in a cycle.

        predicates = { isBreakGlass = "glob(userIdentity.arn, '*:user/break-glass-*')" } # isBreakGlass() and not readOnly
  EOT
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.predicates) : can(regex(local.predicate_name, name))])
    error_message = "${join("\n", [for name in keys(var.predicates) : "predicates: \"${name}\" is not a name." if !can(regex(local.predicate_name, name))])}\nA name must consist of at most 64 letters, digits and underscores and must not start with a digit, so that rules can call it as NAME()."
  }

  validation {
    condition     = alltrue([for expression in values(var.predicates) : try(length(trimspace(expression)), 0) > 0])
    error_message = "${join("\n", [for name, expression in var.predicates : "predicates.${name} is empty." if try(length(trimspace(expression)), 0) == 0])}\nWrite a condition such as \"userIdentity.type == 'Root'\"."
  }

  validation {
    condition     = length(var.predicates) <= 100
    error_message = "predicates: there must be at most 100. Combine conditions with and, or and not."
  }
}

variable "account_names" {
  description = "Names of accounts, shown next to their IDs: `{ \"111111111111\" = \"production\" }`."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for account in keys(var.account_names) : can(regex(local.account_id, account))])
    error_message = "${join("\n", [for account in keys(var.account_names) : "account_names: ${jsonencode(account)} is not an account ID." if !can(regex(local.account_id, account))])}\n${local.account_id_remedy}"
  }
}

variable "access_portal_url" {
  description = "URL of the AWS access portal of your organization (IAM Identity Center), such as `https://d-0123456789.awsapps.com/start`. Links to the console then sign in to the account of the event, instead of opening in the account in which the reader is signed in."
  type        = string
  default     = null

  validation {
    condition     = var.access_portal_url == null || can(regex("^https://[^[:space:]<>|\"`?#]{1,200}$", var.access_portal_url))
    error_message = "access_portal_url must be the https URL of the AWS access portal, such as https://d-0123456789.awsapps.com/start, without ? and #. The dashboard of IAM Identity Center shows it."
  }

  validation {
    condition     = !can(regex("^https://[^/]+[.]awsapps[.]com/?$", var.access_portal_url))
    error_message = "access_portal_url is incomplete. An access portal at awsapps.com has the path /start, such as https://d-0123456789.awsapps.com/start."
  }
}

variable "console_actions" {
  description = <<-EOT
    Settings of the pack `console-actions`.

        console_actions = {
          included_accounts              = []       # if not empty, only these accounts
          excluded_accounts              = []
          included_users                 = []       # if not empty, only these users
          excluded_users                 = []
          excluded_scoped_actions        = []       # for example "s3.amazonaws.com:PutObject"
          excluded_scoped_actions_effect = "APPEND" # or "REPLACE" the pack's list
          include_cli_and_sdk            = false    # also match what people do with the CLI and SDKs
          human_sessions                 = []       # session names of people: ["*@example.com"]
        }
  EOT
  # Not an object type, for the same reason as destinations.
  type    = any
  default = null

  validation {
    condition     = var.console_actions == null || contains(var.rule_packs, "console-actions")
    error_message = "console_actions has no effect: the pack console-actions is not enabled. Add the pack to rule_packs, or remove console_actions."
  }

  validation {
    condition     = var.console_actions == null ? true : startswith(jsonencode(var.console_actions), "{")
    error_message = "console_actions must be an object, such as { excluded_users = [\"alice@example.com\"] }."
  }

  validation {
    condition     = var.console_actions == null ? true : length(setsubtract(try(keys(var.console_actions), []), keys(local.console_action_defaults))) == 0
    error_message = "console_actions has the unknown attributes ${join(", ", setsubtract(try(keys(var.console_actions), []), keys(local.console_action_defaults)))}. Correct their names, or remove them. Attributes: ${join(", ", keys(local.console_action_defaults))}."
  }

  validation {
    condition     = alltrue([for name in local.console_action_lists : can([for item in var.console_actions[name] : tostring(item)]) && startswith(jsonencode(var.console_actions[name]), "[") if try(var.console_actions[name], null) != null])
    error_message = join("\n", [for name in local.console_action_lists : "console_actions.${name} must be a list of strings." if try(var.console_actions[name], null) != null && !(can([for item in var.console_actions[name] : tostring(item)]) && try(startswith(jsonencode(var.console_actions[name]), "["), false))])
  }

  validation {
    condition     = can(tobool(try(var.console_actions.include_cli_and_sdk, false)))
    error_message = "console_actions.include_cli_and_sdk must be true or false."
  }

  validation {
    condition     = contains(["APPEND", "REPLACE"], try(coalesce(var.console_actions.excluded_scoped_actions_effect), "APPEND"))
    error_message = "console_actions.excluded_scoped_actions_effect must be \"APPEND\" or \"REPLACE\"."
  }

  validation {
    condition     = alltrue([for account in flatten([try(var.console_actions.included_accounts, []), try(var.console_actions.excluded_accounts, [])]) : account == null || can(regex(local.account_id, account))])
    error_message = "${join("\n", flatten([for name in ["included_accounts", "excluded_accounts"] : [for account in flatten([try(var.console_actions[name], [])]) : "console_actions.${name}: \"${account}\" is not an account ID." if account != null && !can(regex(local.account_id, account))]]))}\n${local.account_id_remedy}"
  }
}

variable "access_denied_by_services" {
  description = "Whether the rule `access-denied` also matches calls that AWS services make for themselves, such as log delivery. The metrics count these calls in any case."
  type        = bool
  default     = false
  nullable    = false
}

variable "rule_evaluation_errors_to_slack" {
  description = "Whether to report rules that cannot be evaluated, once per rule and time window."
  type        = bool
  default     = true
  nullable    = false
}

variable "max_messages_per_invocation" {
  description = "Maximum number of messages that one invocation posts to a destination. High and critical alerts have a separate limit of the same size. Further alerts become one summary message. Firehose streams and event buses have no limit."
  type        = number
  default     = 100
  nullable    = false

  validation {
    condition     = var.max_messages_per_invocation >= 1 && floor(var.max_messages_per_invocation) == var.max_messages_per_invocation
    error_message = "max_messages_per_invocation must be a whole number, 1 or more."
  }
}

# --- Function ----------------------------------------------------------------------------------------

variable "function_name" {
  description = "Name of the function. The names of the queues, role, log group, alarms and parameters are derived from it."
  type        = string
  default     = "cloudtrail-to-slack"
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.function_name))
    error_message = "function_name must be 1 to 64 letters, digits, hyphens and underscores, such as cloudtrail-to-slack."
  }

  validation {
    # The limit of rules, roles and functions. The function behind the buttons has a name as long as that of the rule for mutes.
    condition     = alltrue([for job in keys(local.schedules_on) : length("${var.function_name}-${job}") <= 64])
    error_message = "function_name is too long: names of other resources begin with it, and the names ${join(", ", [for job in keys(local.schedules_on) : "${var.function_name}-${job}"])} must have at most 64 characters. Shorten it."
  }
}

variable "lambda_architecture" {
  description = "Processor architecture of the function: `arm64` (cheaper) or `x86_64`."
  type        = string
  default     = "arm64"
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.lambda_architecture)
    error_message = "lambda_architecture must be \"arm64\" or \"x86_64\"."
  }
}

variable "lambda_memory_size" {
  description = "Memory of the function in MB, 128 to 10240."
  type        = number
  default     = 256
  nullable    = false

  validation {
    condition     = var.lambda_memory_size >= 128 && var.lambda_memory_size <= 10240 && floor(var.lambda_memory_size) == var.lambda_memory_size
    error_message = "lambda_memory_size must be a whole number from 128 to 10240 (MB)."
  }
}

variable "lambda_timeout_seconds" {
  description = "Timeout of an invocation, 10 to 900 seconds. In the last five seconds the function starts no new work. The visibility timeout of the queue is six times this value."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.lambda_timeout_seconds >= 10 && var.lambda_timeout_seconds <= 900 && floor(var.lambda_timeout_seconds) == var.lambda_timeout_seconds
    error_message = "lambda_timeout_seconds must be a whole number from 10 to 900. The function starts no message with less than five seconds left, so a shorter timeout leaves no time to deliver."
  }
}

variable "lambda_logs_retention_in_days" {
  description = "Retention of the function's log in days. 0 means that the log never expires."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.lambda_logs_retention_in_days)
    error_message = "lambda_logs_retention_in_days must be a value that CloudWatch Logs supports: 0 (never expires), 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "log_level" {
  description = "Log level of the function: `DEBUG`, `INFO`, `WARNING` or `ERROR`. Event bodies are logged only at `DEBUG`."
  type        = string
  default     = "INFO"
  nullable    = false

  validation {
    condition     = contains(["DEBUG", "INFO", "WARNING", "WARN", "ERROR", "CRITICAL"], upper(var.log_level))
    error_message = "log_level must be DEBUG, INFO, WARNING or ERROR."
  }
}

variable "dead_letter_target_arn" {
  description = "ARN of an SNS topic or SQS queue that receives invocations that failed all retries. For the triggers `s3` and `cloudwatch-logs`; the other triggers use the module's dead-letter queue."
  type        = string
  default     = null

  validation {
    condition     = try(length(var.dead_letter_target_arn), 0) == 0 || can(regex("^arn:[^:]+:(sns|sqs):[^:]+:[0-9]{12}:[a-zA-Z0-9_-]+$", var.dead_letter_target_arn))
    error_message = "dead_letter_target_arn must be the ARN of an SNS topic or an SQS queue, such as arn:aws:sqs:eu-west-1:123456789012:failed, and not FIFO."
  }

  validation {
    condition     = try(split(":", var.dead_letter_target_arn)[3], local.region) == local.region
    error_message = "dead_letter_target_arn is in another region than the module, which is in ${local.region}. AWS does not accept that. Use a topic or queue in this region."
  }
}

variable "settings_in_table" {
  description = "Whether the function reads its settings from the state table instead of its environment, which is limited to 4 KB. By default their size decides, and the module writes them to the table in any case. With `false` it does not: for a principal that cannot write items of the table, if the settings fit into the environment."
  type        = bool
  default     = null
}

# --- State and encryption ------------------------------------------------------------------------------------

variable "dynamodb_table_name" {
  description = "Name of the state table, which stores what has been delivered and in which thread."
  type        = string
  default     = "cloudtrail-to-slack-state"
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_.-]{3,255}$", var.dynamodb_table_name))
    error_message = "dynamodb_table_name must be 3 to 255 letters, digits, dots, hyphens and underscores, such as cloudtrail-to-slack-state."
  }
}

variable "dynamodb_time_to_live" {
  description = "How many seconds similar alerts are collected in one thread."
  type        = number
  default     = 900
  nullable    = false

  validation {
    condition     = var.dynamodb_time_to_live >= 1 && floor(var.dynamodb_time_to_live) == var.dynamodb_time_to_live
    error_message = "dynamodb_time_to_live must be a whole number of seconds, 1 or more."
  }
}

variable "kms_key_arn" {
  description = "ARN of a KMS key for the queues, the table and the topics that the module creates. By default AWS managed keys encrypt them. The key's policy must allow the senders to use the key (`kms:GenerateDataKey`, `kms:Decrypt`), otherwise no events arrive: `s3.amazonaws.com`, with `trigger = \"sns\"` also `sns.amazonaws.com`, with EventBridge `events.amazonaws.com`."
  type        = string
  default     = null

  validation {
    condition     = try(length(var.kms_key_arn), 0) == 0 || can(regex(local.key_arn, var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:REGION:ACCOUNT:key/ID), not of an alias, because IAM permissions apply to keys."
  }

  validation {
    condition     = try(split(":", var.kms_key_arn)[3], local.region) == local.region
    error_message = "kms_key_arn is in another region than the module, which is in ${local.region}. AWS does not accept that. Use a key in this region."
  }
}

variable "secrets_kms_key_arn" {
  description = "ARN of the KMS key that encrypts the token and the webhook URLs, if it is not the AWS managed key. The module encrypts its parameters with this key, and the function can use it to decrypt referenced parameters and secrets."
  type        = string
  default     = null

  validation {
    condition     = try(length(var.secrets_kms_key_arn), 0) == 0 || can(regex(local.key_arn, var.secrets_kms_key_arn))
    error_message = "secrets_kms_key_arn must be the ARN of a key (arn:aws:kms:REGION:ACCOUNT:key/ID), not of an alias, because IAM permissions apply to keys."
  }
}

# --- Hardening ----------------------------------------------------------------------------------------------------------

variable "lambda_kms_key_arn" {
  description = "ARN of a KMS key for the environment variables of the functions (docs/hardening.md). By default Lambda encrypts them with its own key. They contain settings and no secrets."
  type        = string
  default     = null

  validation {
    condition     = try(length(var.lambda_kms_key_arn), 0) == 0 || can(regex(local.key_arn, var.lambda_kms_key_arn))
    error_message = "lambda_kms_key_arn must be the ARN of a key (arn:aws:kms:REGION:ACCOUNT:key/ID), not of an alias, because IAM permissions apply to keys."
  }

  validation {
    condition     = try(split(":", var.lambda_kms_key_arn)[3], local.region) == local.region
    error_message = "lambda_kms_key_arn is in another region than the module, which is in ${local.region}. AWS does not accept that. Use a key in this region."
  }
}

variable "log_group_kms_key_arn" {
  description = "ARN of a KMS key for the log groups of the functions (docs/hardening.md). The key's policy must allow `logs.REGION.amazonaws.com` to use the key. By default CloudWatch Logs encrypts them with its own key."
  type        = string
  default     = null

  validation {
    condition     = try(length(var.log_group_kms_key_arn), 0) == 0 || can(regex(local.key_arn, var.log_group_kms_key_arn))
    error_message = "log_group_kms_key_arn must be the ARN of a key (arn:aws:kms:REGION:ACCOUNT:key/ID), not of an alias."
  }

  validation {
    condition     = try(split(":", var.log_group_kms_key_arn)[3], local.region) == local.region
    error_message = "log_group_kms_key_arn is in another region than the module, which is in ${local.region}. AWS does not accept that. Use a key in this region."
  }
}

variable "xray_tracing" {
  description = "Whether AWS X-Ray traces the invocations of the functions."
  type        = bool
  default     = false
  nullable    = false
}

variable "reserved_concurrency" {
  description = "Number of concurrent invocations that are reserved for the function, and that it cannot exceed. It must be at least `maximum_concurrency` plus one for the jobs of schedules. By default nothing is reserved; `maximum_concurrency` limits the function."
  type        = number
  default     = null

  validation {
    condition     = var.reserved_concurrency == null ? true : floor(var.reserved_concurrency) == var.reserved_concurrency && var.reserved_concurrency >= (local.has_queue ? var.maximum_concurrency + 1 : 1)
    error_message = "reserved_concurrency must be a whole number, with a queue at least maximum_concurrency + 1: otherwise Lambda throttles what it received from the queue, and log files end in the dead-letter queue."
  }
}

variable "vpc_subnet_ids" {
  description = "IDs of private subnets that the functions run in (docs/hardening.md). They need a route to the internet for Slack and other webhooks, and routes or endpoints for the AWS services that the functions call. By default the functions run outside of your VPC."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for id in var.vpc_subnet_ids : can(regex("^subnet-[0-9a-z]+$", id))])
    error_message = "vpc_subnet_ids must contain IDs of subnets, such as subnet-0123456789abcdef0."
  }
}

variable "vpc_security_group_ids" {
  description = "IDs of the security groups of the functions in `vpc_subnet_ids`. They need outbound HTTPS and no inbound rule."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for id in var.vpc_security_group_ids : can(regex("^sg-[0-9a-z]+$", id))])
    error_message = "vpc_security_group_ids must contain IDs of security groups, such as sg-0123456789abcdef0."
  }

  validation {
    condition     = (length(var.vpc_security_group_ids) > 0) == (length(var.vpc_subnet_ids) > 0)
    error_message = "vpc_subnet_ids and vpc_security_group_ids belong together. Set both, or none."
  }
}

variable "code_signing_config_arn" {
  description = "ARN of a code signing configuration of Lambda. If it enforces signatures, set `lambda_package_path` too, because the package in this module is not signed."
  type        = string
  default     = null

  validation {
    condition     = try(length(var.code_signing_config_arn), 0) == 0 || can(regex("^arn:[^:]+:lambda:[^:]+:[0-9]{12}:code-signing-config:csc-[0-9a-z]+$", var.code_signing_config_arn))
    error_message = "code_signing_config_arn must be the ARN of a code signing configuration (arn:aws:lambda:REGION:ACCOUNT:code-signing-config:csc-ID)."
  }
}

variable "lambda_package_path" {
  description = "Path of the package to deploy, such as the signed copy of `lambda/dist/lambda.zip` that a signing job wrote (docs/hardening.md). It must be the package of this version of the module. By default the package in the module is deployed."
  type        = string
  default     = null

  validation {
    condition     = var.lambda_package_path == null ? true : fileexists(var.lambda_package_path)
    error_message = "lambda_package_path: there is no file ${coalesce(var.lambda_package_path, "-")}. Download or sign the package before terraform plan, or remove lambda_package_path."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the permissions boundary of the roles that the module creates."
  type        = string
  default     = null

  validation {
    condition     = try(length(var.permissions_boundary_arn), 0) == 0 || can(regex("^arn:[^:]+:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of a policy (arn:aws:iam::ACCOUNT:policy/NAME)."
  }

  validation {
    condition     = try(length(var.permissions_boundary_arn), 0) == 0 || local.makes_role
    error_message = "permissions_boundary_arn has no effect with role_arn: the module creates no role. Set the boundary of the existing role instead."
  }
}

variable "role_path" {
  description = "Path of the roles that the module creates, such as `/service/`. A change replaces the roles."
  type        = string
  default     = "/"
  nullable    = false

  validation {
    condition     = can(regex("^/([!-.0-~]+/)*$", var.role_path)) && length(var.role_path) <= 512
    error_message = "role_path must begin and end with a slash, such as \"/service/\"."
  }

  validation {
    condition     = var.role_path == "/" || local.makes_role
    error_message = "role_path has no effect with role_arn: the module creates no role."
  }
}

variable "role_arn" {
  description = "ARN of an existing role for the function. It must trust `lambda.amazonaws.com` and have the permissions in the output `role_policy_json` (docs/hardening.md). By default the module creates a role with these permissions."
  type        = string
  default     = null

  validation {
    condition     = var.role_arn == null || can(regex(local.existing_role_arn, var.role_arn))
    error_message = "role_arn must be the ARN of a role (arn:aws:iam::ACCOUNT:role/NAME)."
  }
}

variable "slack_role_arn" {
  description = "ARN of an existing role for the function behind the buttons in Slack. It belongs to `role_arn`: the module creates both roles or none. Its permissions are in the output `slack_role_policy_json`."
  type        = string
  default     = null

  validation {
    condition     = var.slack_role_arn == null || can(regex(local.existing_role_arn, var.slack_role_arn))
    error_message = "slack_role_arn must be the ARN of a role (arn:aws:iam::ACCOUNT:role/NAME)."
  }

  validation {
    condition     = local.has_slack_endpoint && !local.makes_role ? var.slack_role_arn != null : var.slack_role_arn == null
    error_message = "slack_role_arn is needed exactly if the module creates no role (role_arn) and Slack's buttons are on (slack_signing_secret)."
  }
}

variable "create_role" {
  description = "Whether to create the role of the function. Needed only if `role_arn` is unknown until apply, because the role is created in the same configuration: set `false`. By default the module creates a role exactly if `role_arn` is not set."
  type        = bool
  default     = null

  validation {
    condition     = var.create_role == null ? true : var.create_role ? var.role_arn == null : var.role_arn != null
    error_message = "create_role = true contradicts role_arn, and create_role = false needs role_arn."
  }
}

variable "table_point_in_time_recovery" {
  description = "Whether the state table has point-in-time recovery. The function never needs it: what the table contains is out of date after days, and a missing item only makes an alert repeat."
  type        = bool
  default     = false
  nullable    = false
}

variable "table_deletion_protection" {
  description = "Whether the state table is protected against deletion. To destroy the module, set `false` and apply first."
  type        = bool
  default     = false
  nullable    = false
}

# --- Monitoring -----------------------------------------------------------------------------------------------

variable "push_access_denied_cloudwatch_metrics" {
  description = "Whether to count AccessDenied events in the metrics `TotalAccessDeniedEvents` and `TotalIgnoredAccessDeniedEvents` (namespace `CloudTrailToSlack/AccessDeniedEvents`)."
  type        = bool
  default     = true
  nullable    = false
}

variable "alarm_actions" {
  description = "ARNs of the actions of the alarms, usually SNS topics. The module creates alarms only if this list is not empty."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for action in var.alarm_actions : can(regex(local.action_arn, action))])
    error_message = "${join("\n", [for action in var.alarm_actions : "alarm_actions: ${jsonencode(action)} is not an ARN." if !can(regex(local.action_arn, action))])}\nAn action is the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:123456789012:operations. To receive emails, subscribe to the topic."
  }

  validation {
    condition     = alltrue([for action in var.alarm_actions : split(":", action)[3] == local.region if can(regex("^arn:[^:]+:sns:", action))])
    error_message = "alarm_actions has a topic in another region than the module, which is in ${local.region}. CloudWatch does not accept that. Use a topic in this region."
  }
}

variable "silence_alarm_hours" {
  description = "Number of hours without a log file (or an event, if the trigger reads no log files) after which an alarm is raised, 1 to 168. The alarm does not exist if a pattern narrows the events, because silence is then normal."
  type        = number
  default     = 6
  nullable    = false

  validation {
    # "Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= 604800)".
    condition     = var.silence_alarm_hours >= 1 && var.silence_alarm_hours <= 168 && floor(var.silence_alarm_hours) == var.silence_alarm_hours
    error_message = "silence_alarm_hours must be a whole number from 1 to 168 (one week, the maximum evaluation period of CloudWatch)."
  }
}

variable "create_dashboard" {
  description = "Whether to create a CloudWatch dashboard with the function's metrics and log queries: alerts, manual activity (with the pack `console-actions`), errors and invocations. The lists of alerts need `log_level` `INFO` or `DEBUG`."
  type        = bool
  default     = false
  nullable    = false
}

variable "tags" {
  description = "Tags for all resources that the module creates."
  type        = map(string)
  default     = {}
  nullable    = false
}
