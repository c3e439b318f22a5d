variable "cloudtrail_logs_s3_bucket_name" {
  description = "Name of the bucket to which CloudTrail delivers its log files."
  type        = string
}

variable "slack_bot_token" {
  description = "Bot token of the Slack app."
  type        = string
  sensitive   = true
}

variable "default_slack_channel_id" {
  description = "ID of the channel that receives the alerts."
  type        = string
}
