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
  description = "The bucket to which CloudTrail delivers its log files."
  type        = string
}

variable "create_bucket_notification" {
  description = "Whether to turn on the bucket's events to EventBridge; false if they are on."
  type        = bool
  default     = true
}
