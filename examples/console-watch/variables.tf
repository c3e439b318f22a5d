variable "slack_bot_token" {
  description = "Bot token of the Slack app."
  type        = string
  sensitive   = true
}

variable "default_slack_channel_id" {
  description = "Id of the channel that gets the alerts."
  type        = string
}

variable "cloudtrail_logs_s3_bucket_name" {
  description = "Organization mode: the bucket of the organization's trail."
  type        = string
  default     = null
}

variable "organization_id" {
  description = "Organization mode: id of the organization, o-..."
  type        = string
  default     = null
}

variable "cloudtrail_log_group_name" {
  description = "Standalone mode: the log group to which the account's trail delivers."
  type        = string
  default     = null
}

variable "included_accounts" {
  description = "Only these accounts, if any are given."
  type        = list(string)
  default     = []
}

variable "excluded_users" {
  description = "Who may do by hand what is to be done by hand."
  type        = list(string)
  default     = []
}
