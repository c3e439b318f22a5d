variable "slack_bot_token" {
  description = "Bot token of the Slack app."
  type        = string
  sensitive   = true
}

variable "default_slack_channel_id" {
  description = "ID of the channel that receives the alerts."
  type        = string
}

variable "cloudtrail_logs_s3_bucket_name" {
  description = "Organization mode: name of the bucket of the organization trail."
  type        = string
  default     = null
}

variable "organization_id" {
  description = "Organization mode: ID of the organization, o-..."
  type        = string
  default     = null
}

variable "cloudtrail_log_group_name" {
  description = "Standalone mode: name of the log group to which the account's trail delivers."
  type        = string
  default     = null
}

variable "included_accounts" {
  description = "If not empty, only these accounts are watched."
  type        = list(string)
  default     = []
}

variable "excluded_users" {
  description = "Users whose manual actions are not alerts."
  type        = list(string)
  default     = []
}
