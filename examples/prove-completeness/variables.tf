variable "cloudtrail_logs_s3_bucket_name" {
  description = "Name of the organization trail's bucket."
  type        = string
}

variable "organization_id" {
  description = "ID of the organization, o-..."
  type        = string
}

variable "default_slack_channel_id" {
  description = "ID of the channel that receives the alerts."
  type        = string
}

variable "log_keepers_channel_id" {
  description = "ID of the channel that receives what verification finds."
  type        = string
}

variable "closed_accounts" {
  description = "Accounts that may send no digest files, because they were closed."
  type        = list(string)
  default     = []
}

variable "alarm_topic_arn" {
  description = "ARN of the topic that receives the alarms."
  type        = string
}
