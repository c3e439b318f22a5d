variable "cloudtrail_logs_s3_bucket_name" {
  description = "The bucket to which CloudTrail delivers its log files."
  type        = string
}

variable "teams_url_parameter" {
  description = "Name of the parameter with the URL of the Teams workflow."
  type        = string
}

variable "tickets_url_parameter" {
  description = "Name of the parameter with the URL of the ticket system's webhook."
  type        = string
}

variable "tickets_key_parameter" {
  description = "Name of the parameter with the key that signs what is sent there."
  type        = string
}

variable "delivery_stream_name" {
  description = "Firehose stream that stores every alert."
  type        = string
}

variable "security_email" {
  description = "Who gets the worst by email."
  type        = string
}
