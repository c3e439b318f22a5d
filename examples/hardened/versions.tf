terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.29"
    }
  }
}

# The region of the bucket: S3 notifies only queues and functions in its own region.
provider "aws" {
  region = "eu-west-1"
}
