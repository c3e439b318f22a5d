# What is wrong with the correlations in `rules`, as far as Terraform can see it. Names of rules, expressions and cycles are
# checked by the self-check of the function. `lambda/src/setup/correlation-entries.ts` has the same checks with the same limits.

locals {
  correlation_types = {
    event_count      = { requires = ["timespan", "gte"], accepts = [], days = 7, least_rules = 1 }
    value_count      = { requires = ["timespan", "gte", "field"], accepts = [], days = 7, least_rules = 1 }
    first_seen       = { requires = ["timespan"], accepts = ["learn"], days = 90, least_rules = 1 }
    temporal         = { requires = ["timespan", "rules"], accepts = [], days = 7, least_rules = 2 }
    temporal_ordered = { requires = ["timespan", "rules"], accepts = [], days = 7, least_rules = 2 }
  }
  correlation_attributes = ["type", "rules", "group_by", "field", "aliases", "timespan", "gte", "learn"]

  # With the type `any`, a rule can be anything, so every access can fail.
  correlations = try([
    for index, rule in var.rules : {
      rule  = "rules[${index}]${try(" (${rule.name})", "")}"
      given = rule.correlation
      type  = try(local.correlation_types[rule.correlation.type], null)
      set   = [for name, value in rule.correlation : name if value != null]
      rules = try([for name in rule.correlation.rules : tostring(name)], [])
      # Seconds; null if the attribute is missing or no duration.
      seconds = { for name in ["timespan", "learn"] : name => try(
        tonumber(regex("^([0-9]{1,9})[smhd]$", rule.correlation[name])[0]) * { s = 1, m = 60, h = 3600, d = 86400 }[regex("[smhd]$", rule.correlation[name])],
        null
      ) }
      named          = try(length(trimspace(rule.name)) > 0, false)
      has_expression = try(length(trimspace(rule.expression)) > 0, false)
    } if try(startswith(jsonencode(rule.correlation), "{"), false)
  ], [])

  correlation_problems = flatten([
    length(local.correlations) > 200 ? ["rules has ${length(local.correlations)} correlations; at most 200 are allowed."] : [],
    [for one in local.correlations : one.named ? [] : ["${one.rule} needs a name that stays the same, because it is a correlation."]],
    [for one in local.correlations : [for name in setsubtract(one.set, local.correlation_attributes) : "${one.rule} has the unknown attribute correlation.${name}; remove it."]],
    [for one in local.correlations : one.type != null ? [] : ["${one.rule}: correlation.type must be ${join(", ", keys(local.correlation_types))}."]],
    [for one in local.correlations : one.type == null ? [] : concat(
      [for name in setsubtract(one.type.requires, one.set) : "${one.rule}: correlation.${name} is missing; the type ${one.given.type} requires it."],
      [for name in setsubtract(setintersection(one.set, ["gte", "field", "learn"]), concat(one.type.requires, one.type.accepts)) : "${one.rule}: correlation.${name} has no meaning for the type ${one.given.type}; remove it."],
      [for name in setintersection(one.set, ["timespan", "learn"]) : "${one.rule}: correlation.${name} must be a whole number and s, m, h or d, such as 10m." if one.seconds[name] == null],
      [for name in setintersection(one.set, ["timespan"]) : "${one.rule}: correlation.${name} must be from 1s to ${one.type.days}d." if try(one.seconds[name] < 1 || one.seconds[name] > one.type.days * 86400, false)],
      [for name in setintersection(one.set, ["learn"]) : "${one.rule}: correlation.${name} must be at most 90d." if try(one.seconds[name] > 90 * 86400, false)],
      [for name in setintersection(one.set, ["gte"]) : "${one.rule}: correlation.gte must be a whole number from 1 to 1000." if !try(one.given.gte >= 1 && one.given.gte <= 1000 && floor(one.given.gte) == one.given.gte, false)],
      [for name in setintersection(one.set, ["rules"]) : "${one.rule}: correlation.rules must be a list of ${one.type.least_rules} to 50 different names." if length(one.rules) < one.type.least_rules || length(one.rules) > 50 || length(distinct(one.rules)) != length(one.rules)],
    )],
    [for one in local.correlations : contains(one.set, "rules") && one.has_expression ? ["${one.rule} has both an expression and correlation.rules; remove one of them."] : []],
    [for one in local.correlations : contains(one.set, "rules") || one.has_expression ? [] : ["${one.rule} has no expression; add it, or name rules in the correlation."]],
    [for one in local.correlations : contains(one.set, "group_by") && !can([for expression in one.given.group_by : regex("\\S", expression)]) ? ["${one.rule}: correlation.group_by must be a list of expressions."] : []],
    [for one in local.correlations : contains(one.set, "group_by") && try(length(one.given.group_by) > 10 || length(distinct(one.given.group_by)) != length(one.given.group_by), false) ? ["${one.rule}: correlation.group_by must have at most 10 expressions, each once."] : []],
    [for one in local.correlations : contains(one.set, "field") && !can(regex("\\S", one.given.field)) ? ["${one.rule}: correlation.field must be an expression."] : []],
    [for one in local.correlations : !contains(one.set, "aliases") ? [] : contains(one.set, "rules") ? flatten([
      can([for alias, expressions in one.given.aliases : [for name, expression in expressions : regex("\\S", expression)]]) ? [] : ["${one.rule}: correlation.aliases must map each alias to a map from rules to expressions."],
      [for alias, expressions in try({ for alias, expressions in one.given.aliases : alias => { for name, expression in expressions : name => expression } }, {}) : concat(
        contains(concat(try(one.given.group_by, null) == null ? [] : [for written in one.given.group_by : written], [try(one.given.field, null) == null ? "" : one.given.field]), alias) ? [] : ["${one.rule}: the alias ${alias} is not used; write it in group_by or field, or remove it."],
        [for name in setsubtract(one.rules, try(keys(expressions), [])) : "${one.rule}: the alias ${alias} has no expression for the rule ${name}; add one."],
        [for name in setsubtract(try(keys(expressions), []), one.rules) : "${one.rule}: the alias ${alias} has an expression for ${name}, which correlation.rules does not name; remove it."],
      )],
    ]) : ["${one.rule}: correlation.aliases has no meaning without correlation.rules; remove it."]],
  ])
}
