# Jobs: schedules that invoke the function, each only if its feature is on.

locals {
  sends_summaries = anytrue([for route in local.routes : route.digest != null])

  # By the name of the job in lambda/src/core/sources/envelope.ts.
  schedules = {
    heartbeat = {
      enabled     = var.verify_log_files
      expression  = "rate(1 hour)"
      description = "Looks for accounts that no longer send digest files"
    }
    summaries = {
      enabled     = local.sends_summaries
      expression  = "rate(15 minutes)"
      description = "Sends the scheduled summaries that are due"
    }
    mutes = {
      enabled     = local.has_slack_endpoint
      expression  = "rate(5 minutes)"
      description = "Reports mutes that have ended"
    }
  }
  schedules_on = { for job, schedule in local.schedules : job => schedule if schedule.enabled }
}

resource "aws_cloudwatch_event_rule" "job" {
  for_each            = local.schedules_on
  name                = "${var.function_name}-${each.key}"
  description         = each.value.description
  schedule_expression = each.value.expression
  tags                = var.tags
}

resource "aws_cloudwatch_event_target" "job" {
  for_each  = local.schedules_on
  rule      = aws_cloudwatch_event_rule.job[each.key].name
  target_id = "function"
  arn       = aws_lambda_alias.live.arn
  input     = jsonencode({ cloudtrailToSlack = { job = each.key } })

  # EventBridge invokes the function as soon as the target exists.
  depends_on = [aws_lambda_permission.job]
}

resource "aws_lambda_permission" "job" {
  for_each      = local.schedules_on
  statement_id  = "AllowExecutionFromSchedule-${each.key}"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.notifier.function_name
  qualifier     = aws_lambda_alias.live.name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.job[each.key].arn
}
