variable "cloudtrail_logs_s3_bucket_name" {
  description = "Name of the organization trail's bucket."
  type        = string
}

variable "cloudtrail_logs_kms_key_id" {
  description = "ID, ARN or alias of the key that CloudTrail uses to encrypt its log files, or empty."
  type        = string
  default     = ""
}

variable "organization_id" {
  description = "ID of the organization, o-..."
  type        = string
}

variable "slack_bot_token_secret" {
  description = "ARN of the secret with the bot token, followed by #key if the secret contains JSON."
  type        = string
}

variable "default_slack_channel_id" {
  description = "ID of the channel that receives the alerts."
  type        = string
}

variable "production_accounts" {
  description = "Accounts whose manual changes are alerts."
  type        = list(string)
}

variable "account_names" {
  description = "Names of accounts, by ID."
  type        = map(string)
  default     = {}
}

variable "config_queue_arn" {
  description = "ARN of the queue of the other consumer of this bucket."
  type        = string
}
