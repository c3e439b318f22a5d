# A dashboard with input, alerts, errors, and queries of the function's log.

locals {
  # Metrics of the namespace CloudTrailToSlack with the function's name as the only dimension.
  own_metric = { for name in ["LogFilesRead", "RecordsRead", "AlertsRaised", "AlertsDelivered", "AlertsMuted", "AlertsCollected", "AlertsDuplicate", "AlertsHeld", "AlertsFailed", "AlertsUnrouted", "CountsRefused", "RuleErrors", "ItemsDropped", "LogFilesTooLarge", "DeliveryLatency", "OldestRetry", "DigestsVerified", "LogFilesVerified", "LogFilesRecovered", "AccountsDark"] :
    name => ["CloudTrailToSlack", name, "FunctionName", var.function_name]
  }
  function_metric = { for name in ["Invocations", "Errors", "Throttles", "Duration"] :
    name => ["AWS/Lambda", name, "FunctionName", var.function_name]
  }
  queue_metrics = concat(
    [for queue in aws_sqs_queue.log_files[*].name : ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", queue, { stat = "Maximum", yAxis = "right" }]],
    [for queue in aws_sqs_queue.log_files[*].name : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue, { stat = "Maximum" }]],
    [for queue in aws_sqs_queue.dead_letter[*].name : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue, { stat = "Maximum" }]],
  )
  denied_metrics = var.push_access_denied_cloudwatch_metrics ? [
    ["CloudTrailToSlack/AccessDeniedEvents", "TotalAccessDeniedEvents", "AccessDenied", "AccessDeniedTotal"],
    ["CloudTrailToSlack/AccessDeniedEvents", "TotalIgnoredAccessDeniedEvents", "AccessDenied", "IgnoredAccessDeniedTotal"],
  ] : []
  verification_metrics = [
    for metric in concat(
      [for name in ["DigestsVerified", "LogFilesVerified", "LogFilesRecovered"] : local.own_metric[name]],
      [concat(local.own_metric["AccountsDark"], [{ stat = "Maximum", yAxis = "right" }])],
    ) : metric if var.verify_log_files
  ]

  graphs = [
    for graph in [
      ["Alerts", [for name in ["AlertsRaised", "AlertsDelivered", "AlertsMuted", "AlertsCollected", "AlertsDuplicate", "AlertsHeld", "AlertsFailed", "AlertsUnrouted", "CountsRefused", "RuleErrors", "ItemsDropped", "LogFilesTooLarge"] : local.own_metric[name]]],
      ["Alerts by rule", [[{
        id         = "rules"
        label      = "$${PROP('Dim.Rule')}"
        expression = "SEARCH('{CloudTrailToSlack,FunctionName,Rule} MetricName=\"AlertsByRule\" FunctionName=\"${var.function_name}\"', 'Sum', 300)"
      }]]],
      ["Seconds from event to message", [for stat in ["Average", "Maximum"] : concat(local.own_metric["DeliveryLatency"], [{ stat = stat, label = stat }])]],
      ["Records and log files", [local.own_metric["RecordsRead"], concat(local.own_metric["LogFilesRead"], [{ yAxis = "right" }])]],
      ["Function", [local.function_metric["Invocations"], local.function_metric["Errors"], local.function_metric["Throttles"], concat(local.function_metric["Duration"], [{ stat = "Maximum", yAxis = "right" }])]],
      ["Queues", concat(local.queue_metrics, [for queue in aws_sqs_queue.log_files[*].name : concat(local.own_metric["OldestRetry"], [{ stat = "Maximum", yAxis = "right" }])])],
      ["Access denied", local.denied_metrics],
      ["Verified log files", local.verification_metrics],
    ] : { title = graph[0], metrics = graph[1] } if length(graph[1]) > 0
  ]

  # The function logs an event `alert` for each alert.
  watches_console = contains(var.rule_packs, "console-actions")
  log_searches = concat(local.watches_console ? [
    {
      title = "Manual activity by person"
      query = "filter event = 'alert' and rule like /^change-made-/ | stats count(*) as changes, count_distinct(eventName) as kinds, latest(@timestamp) as lastChange by actor, account | sort changes desc | limit 50"
    },
    {
      title = "Manual activity"
      query = "filter event = 'alert' and rule like /^change-made-/ | fields @timestamp, actor, account, eventSource, eventName, title | sort @timestamp desc | limit 50"
    },
    ] : [], var.verify_log_files ? [
    {
      title = "Missing and altered log files, silent accounts"
      query = "filter event = 'alert' and eventSource = 'cloudtrail-to-slack' | fields @timestamp, severity, title, account, rule | sort @timestamp desc | limit 50"
    },
    ] : [], [
    {
      title = "Alerts"
      query = "filter event = 'alert' | fields @timestamp, severity, title, actor, account, eventSource, eventName, rule, eventId | sort @timestamp desc | limit 50"
    },
    {
      title = "Errors and warnings"
      query = "filter level in ['ERROR', 'WARN'] | fields @timestamp, level, event, error, destination, bucket, key | sort @timestamp desc | limit 50"
    },
    {
      title = "Invocations"
      query = "filter event = 'summary' | fields @timestamp, source, logFilesRead, recordsRead, alerted, delivered, duplicate, failed, itemsRetried, itemsDropped | sort @timestamp desc | limit 50"
    },
    {
      title = "Slowest invocations"
      query = "filter @type = 'REPORT' | fields @timestamp, @duration, @maxMemoryUsed / 1000000 as maxMemoryUsedMB, @initDuration | sort @duration desc | limit 20"
    },
  ])

  # Graphs in two columns, then the log queries over the whole width (24 units).
  graph_widgets = [
    for index, graph in local.graphs : {
      type       = "metric"
      x          = index % 2 * 12
      y          = floor(index / 2) * 6
      width      = 12
      height     = 6
      properties = { title = graph.title, metrics = graph.metrics, region = local.region, stat = "Sum", period = 300, view = "timeSeries" }
    }
  ]
  search_widgets = [
    for index, search in local.log_searches : {
      type       = "log"
      x          = 0
      y          = (ceil(length(local.graphs) / 2) + index) * 6
      width      = 24
      height     = 6
      properties = { title = search.title, query = "SOURCE '${aws_cloudwatch_log_group.notifier.name}' | ${search.query}", region = local.region, view = "table" }
    }
  ]
}

resource "aws_cloudwatch_dashboard" "overview" {
  count          = var.create_dashboard ? 1 : 0
  dashboard_name = var.function_name
  dashboard_body = jsonencode({ widgets = concat(local.graph_widgets, local.search_widgets) })
}
