# What the predecessor made under other addresses and goes on living here: its function, role and log group keep their names,
# and a second one of the same name could not be made beside it ("Function already exist", "EntityAlreadyExists",
# "ResourceAlreadyExistsException"). Resources with the same address in both are not listed.

moved {
  from = module.lambda.aws_lambda_function.this[0]
  to   = aws_lambda_function.notifier
}

moved {
  from = module.lambda.aws_iam_role.lambda[0]
  to   = aws_iam_role.notifier
}

moved {
  from = module.lambda.aws_cloudwatch_log_group.lambda[0]
  to   = aws_cloudwatch_log_group.notifier
}

moved {
  from = module.cloudtrail_to_slack_dynamodb_table[0].aws_dynamodb_table.this[0]
  to   = aws_dynamodb_table.predecessor[0]
}

# The bucket notifies the predecessor's function until its notification is changed, late in the apply. Were this permission
# destroyed with the rest, at the start, the log files in between would be lost. It stays behind in the function's policy, where
# it lets the same bucket do what it could do before; docs/migrate/cloudtrail-to-slack-python.md has the command that removes it.
removed {
  from = aws_lambda_permission.s3

  lifecycle {
    destroy = false
  }
}
