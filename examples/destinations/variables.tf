variable "cloudtrail_logs_s3_bucket_name" {
  description = "Name of the bucket to which CloudTrail delivers its log files."
  type        = string
}

variable "teams_url_parameter" {
  description = "Name of the parameter with the URL of the Teams workflow."
  type        = string
}

variable "pagerduty_key_parameter" {
  description = "Name of the parameter with the integration key of the PagerDuty service."
  type        = string
}

variable "tickets_url_parameter" {
  description = "Name of the parameter with the URL of the ticket system's webhook."
  type        = string
}

variable "tickets_key_parameter" {
  description = "Name of the parameter with the key that signs the messages to the ticket system."
  type        = string
}

variable "delivery_stream_name" {
  description = "Name of the Firehose stream that stores every alert."
  type        = string
}

variable "security_email" {
  description = "Email address that receives critical alerts."
  type        = string
}
