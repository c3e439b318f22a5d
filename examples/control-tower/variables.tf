variable "slack_bot_token_reference" {
  description = "Name of the SSM parameter or ARN of the secret with the bot token."
  type        = string
}

variable "default_slack_channel_id" {
  description = "ID of the channel that receives the alerts."
  type        = string
}

variable "cloudtrail_logs_s3_bucket_name" {
  description = "Name of the log bucket, if Control Tower did not name it `aws-controltower-logs-<account>-<home region>`."
  type        = string
  default     = null
}

variable "cloudtrail_logs_kms_key_arn" {
  description = "ARN of the KMS key in the landing zone settings, or empty if there is none."
  type        = string
  default     = ""
}
