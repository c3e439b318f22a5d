variable "organization_id" {
  description = "Id of the organization whose accounts may put events on the bus, `o-...`."
  type        = string

  validation {
    condition     = can(regex("^o-[a-z0-9]{10,32}$", var.organization_id))
    error_message = "organization_id must be the id of an organization, such as o-a1b2c3d4e5."
  }
}

variable "name" {
  description = "Name of the bus."
  type        = string
  default     = "cloudtrail"
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_.-]{1,256}$", var.name)) && var.name != "default"
    error_message = "name must be 1 to 256 letters, digits, dots, hyphens and underscores, and not \"default\", which is the account's own bus."
  }
}

variable "kms_key_arn" {
  description = "ARN of a KMS key that encrypts the bus; its policy must let `events.amazonaws.com` use it. Without it, a key that EventBridge owns does."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of the bus."
  type        = map(string)
  default     = {}
  nullable    = false
}
