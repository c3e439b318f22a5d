variable "function_name" {
  description = "Name of the function."
  type        = string
  default     = "cloudtrail-to-slack"
}

variable "cloudtrail_logs_s3_bucket_name" {
  description = "Name of the bucket to which CloudTrail delivers its log files."
  type        = string
}

variable "cloudtrail_logs_kms_key_id" {
  description = "ID, ARN or alias of the key that CloudTrail uses to encrypt its log files, or empty."
  type        = string
  default     = ""
}

variable "slack_bot_token" {
  description = "Bot token of the Slack app."
  type        = string
  sensitive   = true
}

variable "default_slack_channel_id" {
  description = "ID of the channel for all accounts that slack_app_configuration does not list."
  type        = string
}

variable "slack_app_configuration" {
  description = "Channels by account."
  type = list(object({
    accounts         = list(string)
    slack_channel_id = string
  }))
  default = []
}

variable "security_email" {
  description = "Email address that receives every alert."
  type        = string
}

variable "payments_account" {
  description = "Account whose alerts go to a separate topic."
  type        = string
}

variable "account_names" {
  description = "Names of accounts, by ID."
  type        = map(string)
  default     = {}
}

variable "kms_key_arn" {
  description = "ARN of the key for queues, table, topics and token. Its policy must allow s3.amazonaws.com to use it."
  type        = string
  default     = null
}
