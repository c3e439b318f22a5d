variable "slack_bot_token" {
  description = "Bot token of the Slack app."
  type        = string
  sensitive   = true
}

variable "default_slack_channel_id" {
  description = "ID of the channel that receives the alerts."
  type        = string
}

variable "cloudtrail_log_group_name" {
  description = "Name of the log group to which the trail delivers."
  type        = string
}
