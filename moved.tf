# Resources of the predecessor that move to new addresses: its function, role and log group keep their names, and a second
# resource with the same name cannot be created ("Function already exist", "EntityAlreadyExists",
# "ResourceAlreadyExistsException"). Resources whose address stays the same are not listed.

moved {
  from = module.lambda.aws_lambda_function.this[0]
  to   = aws_lambda_function.notifier
}

moved {
  from = module.lambda.aws_iam_role.lambda[0]
  to   = aws_iam_role.notifier[0]
}

moved {
  from = module.lambda.aws_cloudwatch_log_group.lambda[0]
  to   = aws_cloudwatch_log_group.notifier
}

moved {
  from = module.cloudtrail_to_slack_dynamodb_table[0].aws_dynamodb_table.this[0]
  to   = aws_dynamodb_table.predecessor[0]
}

# Its fan-out topic, to which other systems are subscribed. It stays if `sns_fanout_topic_name` is its name.
moved {
  from = aws_sns_topic.s3_notifications
  to   = aws_sns_topic.fanout
}

moved {
  from = aws_sns_topic_policy.s3_notifications
  to   = aws_sns_topic_policy.fanout
}

# The bucket notifies the predecessor's function until Terraform changes the notification, late in the apply. If Terraform
# destroyed this permission at the start, log files in between would be lost. The permission stays in the function's policy and
# allows only what it allowed before. docs/migrate/cloudtrail-to-slack-python.md has the command that removes it.
removed {
  from = aws_lambda_permission.s3

  lifecycle {
    destroy = false
  }
}

# The same for the topic, which notifies the function until the queue is subscribed.
removed {
  from = aws_lambda_permission.sns

  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_sns_topic_subscription.lambda

  lifecycle {
    destroy = false
  }
}
