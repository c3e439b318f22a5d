# --- Where the events come from -------------------------------------------------------------------

variable "cloudtrail_logs_s3_bucket_name" {
  description = "Name of the S3 bucket to which CloudTrail delivers its log files. Required, unless `trigger` is `eventbridge` or `cloudwatch-logs`, which read no bucket."
  type        = string
  default     = null

  validation {
    condition     = !local.reads_bucket || try(length(var.cloudtrail_logs_s3_bucket_name), 0) > 0
    error_message = "trigger = \"${var.trigger}\" reads log files from a bucket: give cloudtrail_logs_s3_bucket_name, or choose trigger = \"eventbridge\" or \"cloudwatch-logs\"."
  }

  validation {
    condition     = local.reads_bucket || try(length(var.cloudtrail_logs_s3_bucket_name), 0) == 0
    error_message = "trigger = \"${var.trigger}\" reads no bucket: remove cloudtrail_logs_s3_bucket_name, or choose a trigger that reads it (sqs, s3, sns, s3-eventbridge)."
  }

  validation {
    condition     = try(length(var.cloudtrail_logs_s3_bucket_name), 0) == 0 || can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.cloudtrail_logs_s3_bucket_name))
    error_message = "cloudtrail_logs_s3_bucket_name must be the plain name of a bucket (3 to 63 lower-case letters, digits, dots and hyphens), not its ARN or URL."
  }
}

variable "cloudtrail_logs_kms_key_id" {
  description = "Id, ARN or alias (`alias/name`) of the KMS key that encrypts the log files; empty where CloudTrail uses none."
  type        = string
  default     = ""

  validation {
    condition     = local.reads_bucket || try(length(var.cloudtrail_logs_kms_key_id), 0) == 0
    error_message = "trigger = \"${var.trigger}\" reads no log files, so there is nothing to decrypt: remove cloudtrail_logs_kms_key_id."
  }
}

variable "trigger" {
  description = <<-EOT
    How events reach the function: `sqs`, `s3`, `sns`, `s3-eventbridge`, `eventbridge` or `cloudwatch-logs`.

        sqs              the bucket notifies a queue, with a dead-letter queue
        s3               the bucket invokes the function
        sns              the bucket notifies a topic, to which others may listen too, and the topic a queue
        s3-eventbridge   the bucket tells EventBridge, and a rule a queue
        eventbridge      events themselves, within seconds instead of minutes: a rule on a bus puts them into a queue
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
    Whether the module sets the bucket's notification configuration. A bucket has only one: set this to false where another configuration owns it, and send the events to the output `queue_arn` (`sqs`), `lambda_alias_arn` (`s3`) or `fanout_topic_arn` (`sns`), or turn on the bucket's events to EventBridge (`s3-eventbridge`).
  EOT
  type        = bool
  default     = true
  nullable    = false
}

variable "s3_notification_filter_prefix" {
  description = "Only objects whose key starts with this are looked at. The function may read no others."
  type        = string
  default     = "AWSLogs/"
  nullable    = false
}

variable "s3_removed_object_notification" {
  description = "Whether the removal of a log file from the bucket is an alert."
  type        = bool
  default     = true
  nullable    = false
}

variable "batch_size" {
  description = "How many notifications one invocation takes from the queue at most (not with the triggers `s3` and `cloudwatch-logs`, which have no queue)."
  type        = number
  default     = 10
  nullable    = false

  validation {
    # Above 10 the event source mapping wants a batching window as well, which would only delay alerts.
    condition     = var.batch_size >= 1 && var.batch_size <= 10 && floor(var.batch_size) == var.batch_size
    error_message = "batch_size must be a whole number from 1 to 10."
  }
}

variable "maximum_concurrency" {
  description = "How many instances of the function work on the queue at the same time at most, so that a burst of log files does not stampede Slack (likewise)."
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
  description = "How often a notification is tried before it goes to the dead-letter queue (likewise)."
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition     = var.max_receive_count >= 1 && var.max_receive_count <= 1000 && floor(var.max_receive_count) == var.max_receive_count
    error_message = "max_receive_count must be a whole number from 1 to 1000."
  }
}

variable "sns_fanout_topic_arn" {
  description = "ARN of an existing topic that gets the bucket's notifications, or those of the trail itself (`trigger = \"sns\"`). The module subscribes its queue to it, for the objects below the prefix, and leaves the bucket alone. The topic's policy must let this account subscribe."
  type        = string
  default     = null

  validation {
    condition     = var.sns_fanout_topic_arn == null || var.trigger == "sns"
    error_message = "sns_fanout_topic_arn belongs to trigger = \"sns\", not to \"${var.trigger}\"."
  }

  validation {
    condition     = var.sns_fanout_topic_arn == null || can(regex(local.topic_arn, var.sns_fanout_topic_arn))
    error_message = "sns_fanout_topic_arn must be the ARN of an SNS topic; leave it out for a topic that the module makes."
  }
}

variable "create_sns_fanout_topic" {
  description = "Whether the module makes the topic of `trigger = \"sns\"`. Decided by whether `sns_fanout_topic_arn` is given, unless set. Set it to false only if Terraform says that it cannot tell (`Invalid count argument`), because the topic is made in the same apply."
  type        = bool
  default     = null

  validation {
    condition     = var.create_sns_fanout_topic == null || var.trigger == "sns"
    error_message = "create_sns_fanout_topic belongs to trigger = \"sns\", not to \"${var.trigger}\"."
  }

  validation {
    condition     = var.create_sns_fanout_topic == null ? true : var.create_sns_fanout_topic == (var.sns_fanout_topic_arn == null)
    error_message = "Either the module makes the topic (create_sns_fanout_topic = true, or left out) or sns_fanout_topic_arn names one, not both and not neither."
  }
}

variable "event_bus_name" {
  description = "Name of the bus that carries CloudTrail's events (`trigger = \"eventbridge\"`): `default` for those of this account and region, or the name of a bus to which `modules/eventbridge-relay` forwards those of others."
  type        = string
  default     = "default"
  nullable    = false

  validation {
    condition     = var.event_bus_name == "default" || var.trigger == "eventbridge"
    error_message = "event_bus_name belongs to trigger = \"eventbridge\", not to \"${var.trigger}\"."
  }

  validation {
    condition     = can(regex("^[a-zA-Z0-9_./-]{1,256}$", var.event_bus_name))
    error_message = "event_bus_name must be the name of a bus: 1 to 256 letters, digits, dots, hyphens, underscores and slashes."
  }
}

variable "event_pattern" {
  description = <<-EOT
    Which events the function gets (`trigger = "eventbridge"`), as an EventBridge pattern, an object or JSON text. Left out, it gets every event of CloudTrail's, or, if nothing but `events_to_track` makes an alert, those alone. A pattern saves invocations; what it leaves out no rule ever sees. `npx cloudtrail-to-slack check --tfvars FILE --event-pattern` prints one that leaves out nothing that the rules could match.

        event_pattern = jsondecode(file("event-pattern.json"))
        event_pattern = {
          source      = [{ prefix = "aws." }] # keeps out what others than AWS put on the bus
          detail-type = [{ suffix = " via CloudTrail" }]
          detail      = { eventSource = ["iam.amazonaws.com", "signin.amazonaws.com"] }
        }

    Give an object, not text, if it contains values known only after apply.
  EOT
  type        = any
  default     = null

  validation {
    condition     = var.event_pattern == null || var.trigger == "eventbridge"
    error_message = "event_pattern belongs to trigger = \"eventbridge\", not to \"${var.trigger}\"."
  }

  validation {
    condition     = var.event_pattern == null || try(length(keys(jsondecode(var.event_pattern))), length(keys(var.event_pattern)), 0) > 0
    error_message = "event_pattern must be an EventBridge pattern, an object or JSON text, such as { detail-type = [{ suffix = \" via CloudTrail\" }], detail = { eventSource = [\"iam.amazonaws.com\"] } }."
  }
}

variable "eventbridge_include_read_only" {
  description = "Whether calls that only read reach the function (`trigger = \"eventbridge\"`). They are most of all calls, and cost as much each as the others. Without them no rule sees that somebody was denied reading, nor secrets being read."
  type        = bool
  default     = true
  nullable    = false

  validation {
    condition     = var.eventbridge_include_read_only || var.trigger == "eventbridge"
    error_message = "eventbridge_include_read_only belongs to trigger = \"eventbridge\", not to \"${var.trigger}\"."
  }
}

variable "cloudtrail_log_group_name" {
  description = "Name of the log group to which the trail delivers (`trigger = \"cloudwatch-logs\"`), in this account and region. CloudWatch Logs allows two subscriptions to a log group."
  type        = string
  default     = null

  validation {
    condition     = var.trigger != "cloudwatch-logs" || try(length(var.cloudtrail_log_group_name), 0) > 0
    error_message = "trigger = \"cloudwatch-logs\" needs cloudtrail_log_group_name, the log group to which the trail delivers."
  }

  validation {
    condition     = var.cloudtrail_log_group_name == null || var.trigger == "cloudwatch-logs"
    error_message = "cloudtrail_log_group_name belongs to trigger = \"cloudwatch-logs\", not to \"${var.trigger}\"."
  }

  validation {
    condition     = var.cloudtrail_log_group_name == null || can(regex("^[a-zA-Z0-9_./#-]{1,512}$", var.cloudtrail_log_group_name))
    error_message = "cloudtrail_log_group_name must be the plain name of a log group, not its ARN."
  }

  validation {
    # Each line would cause the next.
    condition     = var.cloudtrail_log_group_name != "/aws/lambda/${var.function_name}"
    error_message = "cloudtrail_log_group_name is the function's own log: it would invoke itself for ever. Name the log group to which the trail delivers."
  }
}

variable "log_filter_pattern" {
  description = "Which of the log group's events invoke the function (`trigger = \"cloudwatch-logs\"`), as a CloudWatch Logs filter pattern such as `{ $.readOnly IS FALSE }`; all of them unless given. What it leaves out no rule ever sees."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.log_filter_pattern == "" || var.trigger == "cloudwatch-logs"
    error_message = "log_filter_pattern belongs to trigger = \"cloudwatch-logs\", not to \"${var.trigger}\"."
  }

  validation {
    condition     = length(var.log_filter_pattern) <= 1024
    error_message = "log_filter_pattern must not be longer than 1024 characters."
  }
}

variable "maximum_retry_attempts" {
  description = "How often Lambda tries a failed invocation again, 0 to 2 (the triggers without a queue, `s3` and `cloudwatch-logs`)."
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = contains([0, 1, 2], var.maximum_retry_attempts)
    error_message = "maximum_retry_attempts must be 0, 1 or 2."
  }
}

variable "maximum_event_age_seconds" {
  description = "For how long Lambda tries, 60 to 21600 seconds (likewise)."
  type        = number
  default     = 21600
  nullable    = false

  validation {
    condition     = var.maximum_event_age_seconds >= 60 && var.maximum_event_age_seconds <= 21600 && floor(var.maximum_event_age_seconds) == var.maximum_event_age_seconds
    error_message = "maximum_event_age_seconds must be a whole number from 60 to 21600 (six hours)."
  }
}

# --- Slack, by an app's bot token (threads, per-account channels) -------------------------------------

variable "slack_bot_token" {
  description = "Bot token of the Slack app (`xoxb-...`, scope `chat:write`). The module puts it into a SecureString parameter. To keep it out of the Terraform state altogether give `slack_bot_token_reference` instead. Where a token is given, webhooks are not used."
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
      length(var.destinations) > 0,
    ])
    error_message = "There is no destination for alerts of every account: they would go nowhere (configuration and sns_configuration serve the accounts they list). Give slack_bot_token (or slack_bot_token_reference) with default_slack_channel_id, or default_slack_hook_url (or default_slack_hook_url_reference), or default_sns_topic_arn, or aws_sns_topic_subscriptions, or destinations."
  }

  validation {
    condition     = try(length(var.slack_bot_token), 0) == 0 || try(length(var.slack_bot_token_reference), 0) == 0
    error_message = "Give either slack_bot_token or slack_bot_token_reference, not both."
  }

  validation {
    condition = anytrue([
      !contains(values(var.destinations)[*].type, "slack"),
      try(length(var.slack_bot_token), 0) > 0,
      try(length(var.slack_bot_token_reference), 0) > 0,
    ])
    error_message = "destinations of type slack need slack_bot_token or slack_bot_token_reference; for an incoming webhook use type slack_webhook."
  }
}

variable "slack_bot_token_reference" {
  description = <<-EOT
    Where the bot token is kept, if the module is not to be given the token itself: name or ARN of an SSM parameter, or full ARN of a Secrets Manager secret. The function may read exactly that and nothing else.

    An ARN of a secret that holds JSON takes the key behind a `#`:

        slack_bot_token_reference = "/security/slack-bot-token"
        slack_bot_token_reference = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf#bot_token"
  EOT
  type        = string
  default     = null

  validation {
    condition     = try(length(var.slack_bot_token_reference), 0) == 0 || can(regex(local.secret_reference, var.slack_bot_token_reference)) && !can(regex("^xox", var.slack_bot_token_reference))
    error_message = "slack_bot_token_reference must be the name or ARN of an SSM parameter, or the full ARN of a Secrets Manager secret (with the six characters that AWS adds to its name), which a #json_key may follow. A token itself (xoxb-...) belongs into slack_bot_token."
  }
}

variable "default_slack_channel_id" {
  description = "Id of the channel for every account that `slack_app_configuration` does not name. Required beside a bot token, unless `destinations` names channels."
  type        = string
  default     = null

  validation {
    condition = anytrue([
      try(length(var.default_slack_channel_id), 0) > 0,
      try(length(var.slack_bot_token), 0) == 0 && try(length(var.slack_bot_token_reference), 0) == 0,
      contains(values(var.destinations)[*].type, "slack"),
    ])
    error_message = "A Slack bot token needs default_slack_channel_id (or destinations of type slack): without it, alerts of accounts that slack_app_configuration does not name would go nowhere."
  }

  validation {
    # The predecessor took a channel beside webhooks, which it then used.
    condition     = try(length(var.default_slack_channel_id), 0) == 0 || local.reaches_slack
    error_message = "default_slack_channel_id without a bot token is a channel that nothing can be posted to: give slack_bot_token or slack_bot_token_reference, or remove it."
  }

  validation {
    condition     = !can(regex("^#", var.default_slack_channel_id))
    error_message = "default_slack_channel_id must be the channel's id (such as C0123456789, at the bottom of the channel's details), not its name: Slack does not let an app update messages in a channel that it knows by name only."
  }
}

variable "slack_app_configuration" {
  description = <<-EOT
    Channels by account: alerts of the listed accounts go to the entry's channel instead of `default_slack_channel_id`.

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
    error_message = "slack_app_configuration names channels, and without a bot token nothing can be posted to them: give slack_bot_token or slack_bot_token_reference, or remove it."
  }

  validation {
    condition     = alltrue([for account in flatten([for entry in coalesce(var.slack_app_configuration, []) : entry.accounts]) : can(regex(local.account_id, account))])
    error_message = "slack_app_configuration: an account id has 12 digits, and is quoted so that a leading zero is kept."
  }

  validation {
    condition     = alltrue([for entry in coalesce(var.slack_app_configuration, []) : can(regex("^[^#]", entry.slack_channel_id))])
    error_message = "slack_app_configuration: slack_channel_id must be the channel's id (such as C0123456789, at the bottom of the channel's details), not its name and not empty."
  }
}

variable "slack_api_url" {
  description = "Base URL of the Slack API where it is not the usual one, such as `https://slack-gov.com/api/` for GovSlack."
  type        = string
  default     = null

  validation {
    condition     = try(length(var.slack_api_url), 0) == 0 || can(regex("^https://", var.slack_api_url))
    error_message = "slack_api_url must be an https URL, for the bot token goes there, such as https://slack-gov.com/api/."
  }
}

variable "thread_replies_max" {
  description = "How many similar alerts are posted into one thread before they are only counted on its first message."
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = var.thread_replies_max >= 0 && floor(var.thread_replies_max) == var.thread_replies_max
    error_message = "thread_replies_max must be a whole number, 0 or more."
  }
}

# --- Slack, by webhook -----------------------------------------------------------------------------

variable "default_slack_hook_url" {
  description = "Slack incoming webhook for every account that `configuration` does not name. The module puts it into a SecureString parameter."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition     = try(length(var.default_slack_hook_url), 0) == 0 || can(regex("^https://", var.default_slack_hook_url))
    error_message = "default_slack_hook_url must be an https URL, such as https://hooks.slack.com/services/...; for the name of a parameter or secret that holds the URL use default_slack_hook_url_reference."
  }

  validation {
    condition     = try(length(var.default_slack_hook_url), 0) == 0 || try(length(var.default_slack_hook_url_reference), 0) == 0
    error_message = "Give either default_slack_hook_url or default_slack_hook_url_reference, not both."
  }
}

variable "default_slack_hook_url_reference" {
  description = "Where the default webhook's URL is kept, if the module is not to be given the URL itself; written like `slack_bot_token_reference`."
  type        = string
  default     = null

  validation {
    condition     = try(length(var.default_slack_hook_url_reference), 0) == 0 || can(regex(local.secret_reference, var.default_slack_hook_url_reference))
    error_message = "default_slack_hook_url_reference must be the name or ARN of an SSM parameter, or the full ARN of a Secrets Manager secret (with the six characters that AWS adds to its name), which a #json_key may follow. A URL itself belongs into default_slack_hook_url."
  }
}

variable "configuration" {
  description = <<-EOT
    Webhooks by account: alerts of the listed accounts go to the entry's webhook instead of the default one. Each entry gives `slack_hook_url`, or `slack_hook_url_reference` written like `slack_bot_token_reference`.

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

  validation {
    condition     = alltrue([for account in flatten([for entry in coalesce(var.configuration, []) : entry.accounts]) : can(regex(local.account_id, account))])
    error_message = "configuration: an account id has 12 digits, and is quoted so that a leading zero is kept."
  }

  validation {
    condition = alltrue([
      for entry in coalesce(var.configuration, []) :
      (try(length(entry.slack_hook_url), 0) > 0) != (try(length(entry.slack_hook_url_reference), 0) > 0)
    ])
    error_message = "configuration: each entry needs either slack_hook_url or slack_hook_url_reference, and not both."
  }

  validation {
    condition = alltrue([
      for entry in coalesce(var.configuration, []) :
      try(length(entry.slack_hook_url), 0) == 0 || can(regex("^https://", entry.slack_hook_url))
    ])
    error_message = "configuration: slack_hook_url must be an https URL, such as https://hooks.slack.com/services/..."
  }

  validation {
    condition = alltrue([
      for entry in coalesce(var.configuration, []) :
      try(length(entry.slack_hook_url_reference), 0) == 0 || can(regex(local.secret_reference, entry.slack_hook_url_reference))
    ])
    error_message = "configuration: slack_hook_url_reference must be the name or ARN of an SSM parameter, or the full ARN of a Secrets Manager secret, which a #json_key may follow."
  }
}

# --- SNS: email, other systems -----------------------------------------------------------------------

variable "aws_sns_topic_subscriptions" {
  description = <<-EOT
    Subscriptions of a topic that the module makes, endpoint to protocol. Alerts are published there beside Slack.

        aws_sns_topic_subscriptions = { "security@example.com" = "email" }
  EOT
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for protocol in values(var.aws_sns_topic_subscriptions) : contains(["email", "email-json", "http", "https", "sqs", "sms", "lambda", "firehose", "application"], protocol)])
    error_message = "aws_sns_topic_subscriptions maps endpoints to protocols, such as { \"security@example.com\" = \"email\" }; the protocol must be one that SNS knows."
  }

  validation {
    # With a default topic there is no topic of the module to subscribe to.
    condition     = length(var.aws_sns_topic_subscriptions) == 0 || try(length(var.default_sns_topic_arn), 0) == 0
    error_message = "Give either aws_sns_topic_subscriptions, for a topic that the module makes, or default_sns_topic_arn, for one that exists, and subscribe to that one where it is made."
  }
}

variable "default_sns_topic_arn" {
  description = "ARN of an existing topic for the alerts of every account that `sns_configuration` does not name. If a KMS key other than `kms_key_arn` or the one that AWS manages encrypts it, allow the role in output `role_name` to use that key (`kms:GenerateDataKey`, `kms:Decrypt`); the same holds for every other topic of somebody else's."
  type        = string
  default     = null

  validation {
    condition     = try(length(var.default_sns_topic_arn), 0) == 0 || can(regex(local.topic_arn, var.default_sns_topic_arn))
    error_message = "default_sns_topic_arn must be the ARN of an SNS topic."
  }
}

variable "sns_configuration" {
  description = <<-EOT
    Topics by account: alerts of the listed accounts go to the entry's topic instead of the default one.

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
    error_message = "sns_configuration: an account id has 12 digits, and is quoted so that a leading zero is kept."
  }

  validation {
    condition     = alltrue([for entry in coalesce(var.sns_configuration, []) : can(regex(local.topic_arn, entry.sns_topic_arn))])
    error_message = "sns_configuration: sns_topic_arn must be the ARN of an SNS topic."
  }
}

# --- Any destination, and routes to them -----------------------------------------------------------------

variable "destinations" {
  description = <<-EOT
    Further destinations, by names of your choice. One that no route of `routes` names gets every alert.

        destinations = {
          oncall   = { type = "slack", channel_id = "C0123456789" } # by the bot token
          audit    = { type = "slack_webhook", url_reference = "/security/audit-webhook" }
          email    = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:security" }
          managers = { type = "teams", url_reference = "/security/teams-workflow" }
          tickets  = { type = "webhook", url_reference = "/security/tickets-url", secret_reference = "/security/tickets-key" }
          lake     = { type = "firehose", delivery_stream_name = "cloudtrail-alerts" } # or delivery_stream_arn
          bus      = { type = "event_bus", event_bus_arn = "arn:aws:events:eu-west-1:123456789012:event-bus/security" }
        }

    URLs are secrets and given by reference only, written like `slack_bot_token_reference`. `secret_reference` is that of the key with which messages to a webhook are signed.
  EOT
  type = map(object({
    type                 = string
    channel_id           = optional(string)
    url_reference        = optional(string)
    secret_reference     = optional(string)
    topic_arn            = optional(string)
    delivery_stream_name = optional(string)
    delivery_stream_arn  = optional(string)
    event_bus_arn        = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for destination in values(var.destinations) : contains(["slack", "slack_webhook", "sns", "teams", "webhook", "firehose", "event_bus"], destination.type)])
    error_message = "destinations: type is one of slack, slack_webhook, sns, teams, webhook, firehose, event_bus."
  }

  validation {
    condition = alltrue([
      for destination in values(var.destinations) : contains(
        lookup({
          slack         = ["channel_id"]
          slack_webhook = ["url_reference"]
          sns           = ["topic_arn"]
          teams         = ["url_reference"]
          webhook       = ["url_reference", "secret_reference,url_reference"]
          firehose      = ["delivery_stream_name", "delivery_stream_arn"]
          event_bus     = ["event_bus_arn"]
        }, destination.type, [join(",", sort([for name, value in destination : name if name != "type" && value != null]))]),
        join(",", sort([for name, value in destination : name if name != "type" && value != null])),
      )
    ])
    error_message = "destinations: a destination has the attributes of its type and no others: slack channel_id; slack_webhook and teams url_reference; webhook url_reference and perhaps secret_reference; sns topic_arn; firehose delivery_stream_name or delivery_stream_arn; event_bus event_bus_arn."
  }

  validation {
    condition = alltrue([
      for reference in flatten([for destination in values(var.destinations) : [destination.url_reference, destination.secret_reference]]) :
      reference == null || can(regex(local.secret_reference, reference))
    ])
    error_message = "destinations: url_reference and secret_reference must be the name or ARN of an SSM parameter, or the full ARN of a Secrets Manager secret, which a #json_key may follow; never the secret itself."
  }

  validation {
    condition = alltrue([
      for destination in values(var.destinations) : alltrue([
        destination.topic_arn == null || can(regex(local.topic_arn, destination.topic_arn)),
        destination.delivery_stream_arn == null || can(regex("^arn:[^:]+:firehose:[^:]+:[0-9]{12}:deliverystream/.+$", destination.delivery_stream_arn)),
        destination.event_bus_arn == null || can(regex("^arn:[^:]+:events:[^:]+:[0-9]{12}:event-bus/.+$", destination.event_bus_arn)),
      ])
    ])
    error_message = "destinations: topic_arn, delivery_stream_arn and event_bus_arn must be ARNs of an SNS topic, a Firehose stream and an EventBridge bus."
  }
}

variable "routes" {
  description = <<-EOT
    Which alerts go to which of `destinations`. Every route that takes an alert counts; a condition that is left out always holds.

        routes = [
          { severities = ["high", "critical"], destinations = ["oncall", "email"] },
          { accounts = ["111111111111"], packs = ["cis"], destinations = ["audit"] },
          { rules = ["bucket-policy-changed"], destinations = ["tickets"] },
        ]
  EOT
  type = list(object({
    accounts     = optional(list(string))
    rules        = optional(list(string))
    severities   = optional(list(string))
    packs        = optional(list(string))
    destinations = list(string)
  }))
  default  = []
  nullable = false

  validation {
    condition     = alltrue([for route in var.routes : length(route.destinations) > 0 && length(setsubtract(route.destinations, keys(var.destinations))) == 0])
    error_message = "routes: each route needs destinations, and each of them must be a name in the variable destinations."
  }

  validation {
    condition     = alltrue([for account in flatten([for route in var.routes : coalesce(route.accounts, [])]) : can(regex(local.account_id, account))])
    error_message = "routes: an account id has 12 digits, and is quoted so that a leading zero is kept."
  }

  validation {
    condition     = alltrue([for severity in flatten([for route in var.routes : coalesce(route.severities, [])]) : contains(["info", "low", "medium", "high", "critical"], severity)])
    error_message = "routes: a severity is one of info, low, medium, high, critical."
  }

  validation {
    condition     = length(setsubtract(flatten([for route in var.routes : coalesce(route.packs, [])]), local.packs_on)) == 0
    error_message = "routes: a pack that is not on matches nothing. Add it to rule_packs (core is on by use_default_rules), or remove it from the route."
  }

  validation {
    condition = alltrue(flatten([
      for route in var.routes : [for names in [route.accounts, route.rules, route.severities, route.packs] : names == null ? true : length(names) > 0]
    ]))
    error_message = "routes: an empty list would match nothing; leave the condition out to match everything."
  }
}

# --- What is an alert ----------------------------------------------------------------------------------

variable "rules" {
  description = <<-EOT
    Rules: an event that one of them matches is an alert. A string (split at `rules_separator`), a list of strings, or a list of objects with a name; strings and objects may be mixed.

        rules = [
          "eventName == 'DeleteTrail'",
          {
            name        = "bucket-policy-changed"
            expression  = "eventName in ['PutBucketPolicy', 'DeleteBucketPolicy']"
            severity    = "high" # info, low, medium (default), high, critical
            description = "Somebody changed who may read a bucket."
            runbook_url = "https://wiki.example.com/bucket-policy"
          },
        ]
  EOT
  type        = any
  default     = ""
  nullable    = false

  validation {
    # jsonencode tells a string from a list and from an object; Terraform has no function for that.
    condition = try(startswith(jsonencode(var.rules), "\""), false) || try(startswith(jsonencode(var.rules), "[") && alltrue([
      for rule in var.rules : startswith(jsonencode(rule), "\"") ? length(trimspace(rule)) > 0 : alltrue([
        startswith(jsonencode(rule), "{"),
        length(trimspace(rule.expression)) > 0,
        alltrue([for value in values(rule) : value == null ? true : startswith(jsonencode(value), "\"")]),
        length(setsubtract(keys(rule), ["name", "expression", "severity", "description", "runbook_url"])) == 0,
        contains(["info", "low", "medium", "high", "critical"], try(rule.severity, null) == null ? "medium" : rule.severity),
      ])
    ]), false)
    error_message = "rules must be a string, or a list whose entries are strings (not empty) or objects { name, expression, severity, description, runbook_url }, all of them strings, of which only expression is required; severity is one of info, low, medium, high, critical."
  }
}

variable "ignore_rules" {
  description = "Rules that silence: an event that one of them matches is no alert, whatever else matches it. Written like `rules`."
  type        = any
  default     = ""
  nullable    = false

  validation {
    condition = try(startswith(jsonencode(var.ignore_rules), "\""), false) || try(startswith(jsonencode(var.ignore_rules), "[") && alltrue([
      for rule in var.ignore_rules : startswith(jsonencode(rule), "\"") ? length(trimspace(rule)) > 0 : alltrue([
        startswith(jsonencode(rule), "{"),
        length(trimspace(rule.expression)) > 0,
        alltrue([for value in values(rule) : value == null ? true : startswith(jsonencode(value), "\"")]),
        length(setsubtract(keys(rule), ["name", "expression", "severity", "description", "runbook_url"])) == 0,
        contains(["info", "low", "medium", "high", "critical"], try(rule.severity, null) == null ? "medium" : rule.severity),
      ])
    ]), false)
    error_message = "ignore_rules must be a string, or a list whose entries are strings (not empty) or objects { name, expression, severity, description, runbook_url }, all of them strings, of which only expression is required; severity is one of info, low, medium, high, critical."
  }
}

variable "rules_separator" {
  description = "What separates the rules where `rules` or `ignore_rules` is one string. Choose one that no rule contains, or give lists."
  type        = string
  default     = ","
  nullable    = false

  validation {
    condition     = length(var.rules_separator) > 0
    error_message = "rules_separator must not be empty."
  }
}

variable "events_to_track" {
  description = "Event names that are always alerts: a comma-separated string or a list, such as `[\"StopLogging\", \"DeleteTrail\"]`."
  type        = any
  default     = ""
  nullable    = false

  validation {
    condition = try(startswith(jsonencode(var.events_to_track), "\""), false) || try(startswith(jsonencode(var.events_to_track), "[") && alltrue([
      for name in var.events_to_track : can(regex("^[^\\s,]+$", name)) && startswith(jsonencode(name), "\"")
    ]), false)
    error_message = "events_to_track must be a comma-separated string or a list of event names (without spaces), such as [\"StopLogging\", \"DeleteTrail\"]."
  }
}

variable "use_default_rules" {
  description = "Whether the rules of the pack `core` are on."
  type        = bool
  default     = true
  nullable    = false

  validation {
    condition     = anytrue([var.use_default_rules, local.has_own_rules, length(local.tracked_event_names) > 0, length(var.rule_packs) > 0])
    error_message = "There is nothing to alert on: use_default_rules is false, and rules, rule_packs and events_to_track are empty. Give one of them, or leave use_default_rules on."
  }
}

variable "rule_packs" {
  description = "Further packs of ready-made rules: `console-actions`, `account-watch`, `cis`, `threats`, `insights`."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for pack in var.rule_packs : contains(["core", "console-actions", "account-watch", "cis", "threats", "insights"], pack)])
    error_message = "rule_packs: there are the packs core, console-actions, account-watch, cis, threats and insights."
  }
}

variable "disabled_rules" {
  description = "Names of ready-made rules that are not to be used."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "lists" {
  description = <<-EOT
    Named lists for use in rules, where `lists.NAME` stands for the list.

        lists = { admins = ["alice", "bob"] } # userIdentity.userName in lists.admins
  EOT
  type        = map(list(string))
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.lists) : can(regex("^[a-zA-Z_][a-zA-Z0-9_]*$", name))])
    error_message = "lists: a name consists of letters, digits and underscores and does not start with a digit, so that rules can say lists.NAME."
  }
}

variable "account_names" {
  description = "Friendly names of accounts, shown beside their ids: `{ \"111111111111\" = \"production\" }`."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for account in keys(var.account_names) : can(regex(local.account_id, account))])
    error_message = "account_names: an account id has 12 digits, and is quoted so that a leading zero is kept."
  }
}

variable "console_actions" {
  description = <<-EOT
    Settings of the pack `console-actions`.

        console_actions = {
          included_accounts              = []       # only these accounts, if any are given
          excluded_accounts              = []
          included_users                 = []       # only these users, if any are given
          excluded_users                 = []
          excluded_scoped_actions        = []       # such as "s3.amazonaws.com:PutObject"
          excluded_scoped_actions_effect = "APPEND" # to the pack's own list, or "REPLACE" it
          include_cli_and_sdk            = false    # what people do by CLI and SDK counts too
          human_sessions                 = []       # who is a person, by session name: ["*@example.com"]
        }
  EOT
  type = object({
    included_accounts              = optional(list(string), [])
    excluded_accounts              = optional(list(string), [])
    included_users                 = optional(list(string), [])
    excluded_users                 = optional(list(string), [])
    excluded_scoped_actions        = optional(list(string), [])
    excluded_scoped_actions_effect = optional(string, "APPEND")
    include_cli_and_sdk            = optional(bool, false)
    human_sessions                 = optional(list(string), [])
  })
  default = null

  validation {
    condition     = var.console_actions == null || contains(var.rule_packs, "console-actions")
    error_message = "console_actions are settings of the pack console-actions, which is not on: add it to rule_packs, or remove console_actions."
  }

  validation {
    condition     = var.console_actions == null ? true : contains(["APPEND", "REPLACE"], var.console_actions.excluded_scoped_actions_effect)
    error_message = "console_actions: excluded_scoped_actions_effect must be \"APPEND\" or \"REPLACE\"."
  }

  validation {
    condition     = var.console_actions == null ? true : alltrue([for account in concat(var.console_actions.included_accounts, var.console_actions.excluded_accounts) : can(regex(local.account_id, account))])
    error_message = "console_actions: an account id has 12 digits, and is quoted so that a leading zero is kept."
  }
}

variable "rule_evaluation_errors_to_slack" {
  description = "Whether a rule that cannot be evaluated is reported, once per rule and time window."
  type        = bool
  default     = true
  nullable    = false
}

variable "max_messages_per_invocation" {
  description = "How many messages one invocation posts to a destination before the rest is folded into a digest."
  type        = number
  default     = 100
  nullable    = false

  validation {
    condition     = var.max_messages_per_invocation >= 1 && floor(var.max_messages_per_invocation) == var.max_messages_per_invocation
    error_message = "max_messages_per_invocation must be a whole number, 1 or more."
  }
}

# --- The function ----------------------------------------------------------------------------------------

variable "function_name" {
  description = "Name of the function; queues, role, log group, alarms and parameters are named after it."
  type        = string
  default     = "cloudtrail-to-slack"
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.function_name))
    error_message = "function_name must be 1 to 64 letters, digits, hyphens and underscores."
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
  description = "How long one invocation may take, 10 to 900 seconds; in the last five nothing new is begun. The queue hides a notification for six times as long."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.lambda_timeout_seconds >= 10 && var.lambda_timeout_seconds <= 900 && floor(var.lambda_timeout_seconds) == var.lambda_timeout_seconds
    error_message = "lambda_timeout_seconds must be a whole number from 10 to 900: a message and noting that it was told may take five seconds, and nothing is begun with less time left."
  }
}

variable "lambda_logs_retention_in_days" {
  description = "How long the function's own log is kept; 0 is for ever."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.lambda_logs_retention_in_days)
    error_message = "lambda_logs_retention_in_days must be one that CloudWatch Logs offers: 0 (for ever), 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "log_level" {
  description = "What the function logs: `DEBUG`, `INFO`, `WARNING` or `ERROR`. Bodies of events appear only at `DEBUG`."
  type        = string
  default     = "INFO"
  nullable    = false

  validation {
    condition     = contains(["DEBUG", "INFO", "WARNING", "WARN", "ERROR", "CRITICAL"], upper(var.log_level))
    error_message = "log_level must be DEBUG, INFO, WARNING or ERROR."
  }
}

variable "dead_letter_target_arn" {
  description = "ARN of an SNS topic or SQS queue that gets asynchronous invocations which failed for good (the triggers `s3` and `cloudwatch-logs`; with the others the module's own dead-letter queue gets them)."
  type        = string
  default     = null

  validation {
    condition     = try(length(var.dead_letter_target_arn), 0) == 0 || can(regex("^arn:[^:]+:(sns|sqs):[^:]+:[0-9]{12}:[a-zA-Z0-9_.-]+$", var.dead_letter_target_arn))
    error_message = "dead_letter_target_arn must be the ARN of an SNS topic or of an SQS queue."
  }
}

variable "settings_in_table" {
  description = "Whether the settings lie in the state table instead of the function's environment, which holds only 4 KB. Decided by their size unless set. Set it only if Terraform says that it cannot tell the size (`Invalid count argument`), because a rule contains a value known only after apply."
  type        = bool
  default     = null
}

# --- State and encryption ------------------------------------------------------------------------------------

variable "dynamodb_table_name" {
  description = "Name of the state table, which remembers what has been told and in which thread."
  type        = string
  default     = "cloudtrail-to-slack-state"
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_.-]{3,255}$", var.dynamodb_table_name))
    error_message = "dynamodb_table_name must be 3 to 255 letters, digits, dots, hyphens and underscores."
  }
}

variable "dynamodb_time_to_live" {
  description = "For how many seconds similar alerts are collected in one thread."
  type        = number
  default     = 900
  nullable    = false

  validation {
    condition     = var.dynamodb_time_to_live >= 1 && floor(var.dynamodb_time_to_live) == var.dynamodb_time_to_live
    error_message = "dynamodb_time_to_live must be a whole number of seconds, 1 or more."
  }
}

variable "kms_key_arn" {
  description = "ARN of a KMS key for the queues, the table and the topic that the module makes; without it, keys that AWS manages encrypt them. The key's policy must let those who send use it (`kms:GenerateDataKey`, `kms:Decrypt`), or nothing arrives: `s3.amazonaws.com`, with `trigger = \"sns\"` also `sns.amazonaws.com`, with EventBridge `events.amazonaws.com`."
  type        = string
  default     = null

  validation {
    condition     = try(length(var.kms_key_arn), 0) == 0 || can(regex(local.key_arn, var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:REGION:ACCOUNT:key/ID), not of an alias: permissions are given on keys."
  }
}

variable "secrets_kms_key_arn" {
  description = "ARN of the KMS key that encrypts the token and the webhook URLs, where that is not the key that AWS manages: the module's own parameters are encrypted with it, and the function may decrypt with it what is given by reference."
  type        = string
  default     = null

  validation {
    condition     = try(length(var.secrets_kms_key_arn), 0) == 0 || can(regex(local.key_arn, var.secrets_kms_key_arn))
    error_message = "secrets_kms_key_arn must be the ARN of a key (arn:aws:kms:REGION:ACCOUNT:key/ID), not of an alias: permissions are given on keys."
  }
}

# --- Watching it -----------------------------------------------------------------------------------------------

variable "push_access_denied_cloudwatch_metrics" {
  description = "Whether events that were denied access are counted in the metrics `TotalAccessDeniedEvents` and `TotalIgnoredAccessDeniedEvents` (namespace `CloudTrailToSlack/AccessDeniedEvents`)."
  type        = bool
  default     = true
  nullable    = false
}

variable "alarm_actions" {
  description = "ARNs of what is told when something goes wrong (SNS topics, usually). The alarms exist only if there is one."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "silence_alarm_hours" {
  description = "After how many hours without a single log file (or event, where there are no log files) the alarm goes off, 1 to 168. There is no such alarm where a pattern narrows what arrives, for then silence means nothing."
  type        = number
  default     = 6
  nullable    = false

  validation {
    # "Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= 604800)".
    condition     = var.silence_alarm_hours >= 1 && var.silence_alarm_hours <= 168 && floor(var.silence_alarm_hours) == var.silence_alarm_hours
    error_message = "silence_alarm_hours must be a whole number from 1 to 168 (a week, the longest that CloudWatch looks back)."
  }
}

variable "create_dashboard" {
  description = "Whether a CloudWatch dashboard is made, with the function's metrics and searches in its log: the alerts, what was done by hand (with the pack `console-actions`), errors, invocations. The lists of alerts need `log_level` `INFO` or `DEBUG`."
  type        = bool
  default     = false
  nullable    = false
}

variable "tags" {
  description = "Tags of everything that the module makes."
  type        = map(string)
  default     = {}
  nullable    = false
}
