variable "function_name" {
  description = "Name of the function."
  type        = string
  default     = "cloudtrail-to-slack"
}

variable "cloudtrail_logs_s3_bucket_name" {
  description = "The bucket to which CloudTrail delivers its log files."
  type        = string
}

variable "cloudtrail_logs_kms_key_id" {
  description = "Id, ARN or alias of the key with which CloudTrail encrypts them; empty for none."
  type        = string
  default     = ""
}

variable "slack_bot_token" {
  description = "Bot token of the Slack app."
  type        = string
  sensitive   = true
}

variable "default_slack_channel_id" {
  description = "Id of the channel for all accounts but those below."
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
  description = "Who gets every alert by email."
  type        = string
}

variable "payments_account" {
  description = "The account whose alerts go to a topic of its own."
  type        = string
}

variable "account_names" {
  description = "Friendly names of accounts."
  type        = map(string)
  default     = {}
}

variable "kms_key_arn" {
  description = "Key for queues, table, topic and token; its policy must let s3.amazonaws.com use it."
  type        = string
  default     = null
}
