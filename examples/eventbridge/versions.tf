terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.29"
    }
  }
}

# The region whose events are watched. IAM and sign-in as root report to us-east-1.
provider "aws" {
  region = "eu-west-1"
}
