variable "cloudtrail_logs_s3_bucket_name" {
  description = "Name of the bucket to which CloudTrail delivers its log files."
  type        = string
}

variable "topic_arn" {
  description = "ARN of the topic that receives the alerts."
  type        = string
}
