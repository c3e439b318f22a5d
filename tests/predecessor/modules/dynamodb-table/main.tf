terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.19"
    }
  }
}

variable "name" {
  type = string
}

resource "aws_dynamodb_table" "this" {
  count        = 1
  name         = var.name
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "principal_structure_and_action_hash"

  attribute {
    name = "principal_structure_and_action_hash"
    type = "S"
  }

  ttl {
    attribute_name = "ttl"
    enabled        = true
  }
}
