variable "central_bus_arn" {
  description = "ARN of the bus to which events are forwarded: output `arn` of `modules/central-bus`."
  type        = string

  validation {
    condition     = can(regex("^arn:[^:]+:events:[^:]+:[0-9]{12}:event-bus/.+$", var.central_bus_arn))
    error_message = "central_bus_arn must be the ARN of an EventBridge bus."
  }
}

variable "regions" {
  description = "Regions whose events are forwarded, such as `[\"eu-west-1\", \"us-east-1\"]`. Events of global services (IAM, sign-in as root) occur in `us-east-1`."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.regions) > 0 && alltrue([for region in var.regions : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", region))])
    error_message = "regions must be names of regions, such as [\"eu-west-1\", \"us-east-1\"]."
  }
}

variable "event_pattern" {
  description = "What is forwarded, as an EventBridge pattern, an object or JSON text: best the output `event_pattern` of the main module. Left out, every event of CloudTrail's is."
  type        = any
  default     = null

  validation {
    condition     = var.event_pattern == null || try(length(keys(jsondecode(var.event_pattern))), length(keys(var.event_pattern)), 0) > 0
    error_message = "event_pattern must be an EventBridge pattern, an object or JSON text, such as { detail-type = [{ suffix = \" via CloudTrail\" }] }."
  }
}

variable "include_read_only" {
  description = "Whether calls that only read are forwarded too. Set it as `eventbridge_include_read_only` of the main module."
  type        = bool
  default     = true
  nullable    = false
}

variable "name" {
  description = "Name of rules and role; the queues are named after it."
  type        = string
  default     = "cloudtrail-relay"
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.name))
    error_message = "name must be 1 to 64 letters, digits, hyphens and underscores."
  }
}

variable "tags" {
  description = "Tags of everything that the module makes."
  type        = map(string)
  default     = {}
  nullable    = false
}
