# Optional hardening, off by default: what both functions of this module have in common, and the role of the main one.

locals {
  # Resource existence must not depend on values that are unknown until apply, such as the ARN of a role in the same configuration.
  makes_role = coalesce(var.create_role, var.role_arn == null)
  role_arn   = local.makes_role ? one(aws_iam_role.notifier[*].arn) : var.role_arn

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })

  vpc_configs    = length(var.vpc_subnet_ids) > 0 ? [{ subnet_ids = var.vpc_subnet_ids, security_group_ids = var.vpc_security_group_ids }] : []
  tracing_modes  = var.xray_tracing ? ["Active"] : []
  log_group_key  = one(compact([var.log_group_kms_key_arn]))
  lambda_key     = one(compact([var.lambda_kms_key_arn]))
  role_boundary  = one(compact([var.permissions_boundary_arn]))
  signing_config = one(compact([var.code_signing_config_arn]))

  # What a function with these options needs in addition, whatever else it does.
  hardening_permissions = {
    DecryptEnvironment = {
      granted   = length(compact([var.lambda_kms_key_arn])) > 0
      actions   = ["kms:Decrypt"]
      resources = compact([var.lambda_kms_key_arn])
    }

    # The actions support no resources.
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
    WriteTraces = {
      granted   = var.xray_tracing
      actions   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
      resources = ["*"]
    }

    # Lambda creates the network interfaces with the permissions of the role, in any subnet and before they have an ARN.
    # https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
    ConnectToVpc = {
      granted = length(var.vpc_subnet_ids) > 0
      actions = [
        "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:UnassignPrivateIpAddresses",
      ]
      resources = ["*"]
    }
  }
}
