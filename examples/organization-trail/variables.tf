variable "cloudtrail_logs_s3_bucket_name" {
  description = "The organization trail's bucket."
  type        = string
}

variable "cloudtrail_logs_kms_key_id" {
  description = "Id, ARN or alias of the key with which CloudTrail encrypts the log files; empty for none."
  type        = string
  default     = ""
}

variable "organization_id" {
  description = "Id of the organization, o-..."
  type        = string
}

variable "slack_bot_token_secret" {
  description = "ARN of the secret that holds the bot token, with #key behind it if the secret is JSON."
  type        = string
}

variable "default_slack_channel_id" {
  description = "Id of the channel that gets the alerts."
  type        = string
}

variable "production_accounts" {
  description = "Accounts in which changes by hand are to be seen."
  type        = list(string)
}

variable "account_names" {
  description = "Friendly names of accounts."
  type        = map(string)
  default     = {}
}

variable "config_queue_arn" {
  description = "The queue of the other consumer of this bucket."
  type        = string
}
