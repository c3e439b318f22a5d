terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.29"
    }
  }
}

# The region of the log group.
provider "aws" {
  region = "eu-west-1"
}
