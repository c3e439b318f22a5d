terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.29"
    }
  }
}

# The central account and region.
provider "aws" {
  region = "eu-west-1"
}

# One of the other accounts. Add a provider and a relay for each, or apply the relay in each account's own configuration.
provider "aws" {
  alias  = "production"
  region = "eu-west-1"

  assume_role {
    role_arn = var.production_role_arn
  }
}
