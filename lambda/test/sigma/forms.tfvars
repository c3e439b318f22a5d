rules = [
  # forms/all.yml
  {
    name        = "a-value-ignores-case"
    expression  = "iequals(eventName, 'StopLogging')"
    severity    = "high"
    description = "$${a} %%{b} \"a value ignores case\"."
  },
  # forms/all.yml
  {
    name        = "a-list-of-values-is-joined-with-or"
    expression  = "iequals(eventName, ['StopLogging', 'DeleteTrail'])"
    severity    = "high"
    description = "$${a} %%{b} \"a list of values is joined with or\"."
  },
  # forms/all.yml
  {
    name        = "a-map-is-joined-with-and"
    expression  = "iequals(eventSource, 's3.amazonaws.com') and iequals(eventName, 'DeleteBucket')"
    severity    = "high"
    description = "$${a} %%{b} \"a map is joined with and\"."
  },
  # forms/all.yml
  {
    name        = "a-list-of-maps-is-joined-with-or"
    expression  = "(iequals(eventName, 'A') and iequals(awsRegion, 'r1')) or iequals(eventName, 'B')"
    severity    = "high"
    description = "$${a} %%{b} \"a list of maps is joined with or\"."
  },
  # forms/all.yml
  {
    name        = "the-empty-string-is-only-the-empty-string"
    expression  = "errorMessage == ''"
    severity    = "high"
    description = "$${a} %%{b} \"the empty string is only the empty string\"."
  },
  # forms/all.yml
  {
    name        = "null-is-null-or-missing"
    expression  = "errorCode == null"
    severity    = "high"
    description = "$${a} %%{b} \"null is null or missing\"."
  },
  # forms/all.yml
  {
    name        = "null-of-a-field-that-may-be-a-list"
    expression  = "not any(leaves(requestParameters.name), it != null)"
    severity    = "high"
    description = "$${a} %%{b} \"null of a field that may be a list\"."
  },
  # forms/all.yml
  {
    name        = "an-empty-object-or-list-counts-as-null"
    expression  = "not any(leaves(requestParameters.name), it != null)"
    severity    = "high"
    description = "$${a} %%{b} \"an empty object or list counts as null\"."
  },
  # forms/all.yml
  {
    name        = "a-string-matches-a-number-with-this-text"
    expression  = "any(leaves(requestParameters.fromPort), asText(it) == '22')"
    severity    = "high"
    description = "$${a} %%{b} \"a string matches a number with this text\"."
  },
  # forms/all.yml
  {
    name        = "a-number-matches-a-string-with-this-text"
    expression  = "any(leaves(requestParameters.fromPort), asText(it) == '22')"
    severity    = "high"
    description = "$${a} %%{b} \"a number matches a string with this text\"."
  },
  # forms/all.yml
  {
    name        = "a-string-with-zeros-at-its-start-is-another-string"
    expression  = "any(leaves(requestParameters.n), asText(it) == '22')"
    severity    = "high"
    description = "$${a} %%{b} \"a string with zeros at its start is another string\"."
  },
  # forms/all.yml
  {
    name        = "booleans-are-spelled-as-text"
    expression  = "any(leaves(requestParameters.enable), iequals(asText(it), 'False'))"
    severity    = "high"
    description = "$${a} %%{b} \"booleans are spelled as text\"."
  },
  # forms/all.yml
  {
    name        = "a-boolean-matches-its-text"
    expression  = "any(leaves(requestParameters.enable), iequals(asText(it), 'true'))"
    severity    = "high"
    description = "$${a} %%{b} \"a boolean matches its text\"."
  },
  # forms/all.yml
  {
    name        = "a-field-that-cloudtrail-documents-as-a-boolean"
    expression  = "readOnly == true and managementEvent == false"
    severity    = "high"
    description = "$${a} %%{b} \"a field that CloudTrail documents as a boolean\"."
  },
  # forms/all.yml
  {
    name        = "a-documented-boolean-with-another-value"
    expression  = "istartsWith(asText(readOnly), 'Fal')"
    severity    = "high"
    description = "$${a} %%{b} \"a documented boolean with another value\"."
  },
  # forms/all.yml
  {
    name        = "a-documented-boolean-that-is-missing"
    expression  = "readOnly == null"
    severity    = "high"
    description = "$${a} %%{b} \"a documented boolean that is missing\"."
  },
  # forms/all.yml
  {
    name        = "quoted-values-that-look-like-booleans-and-numbers"
    expression  = "iequals(errorMessage, ['yes', 'Off']) or errorMessage in ['12:30', '1_000']"
    severity    = "high"
    description = "$${a} %%{b} \"quoted values that look like booleans and numbers\"."
  },
  # forms/all.yml
  {
    name        = "a-star-at-the-end"
    expression  = "istartsWith(eventName, 'Get')"
    severity    = "high"
    description = "$${a} %%{b} \"a star at the end\"."
  },
  # forms/all.yml
  {
    name        = "a-star-at-the-start"
    expression  = "iendsWith(eventSource, '.amazonaws.com')"
    severity    = "high"
    description = "$${a} %%{b} \"a star at the start\"."
  },
  # forms/all.yml
  {
    name        = "stars-around"
    expression  = "icontains(userAgent, 'kali')"
    severity    = "high"
    description = "$${a} %%{b} \"stars around\"."
  },
  # forms/all.yml
  {
    name        = "a-star-inside-and-a-question-mark"
    expression  = "iglob(eventName, 'Create*Key?')"
    severity    = "high"
    description = "$${a} %%{b} \"a star inside and a question mark\"."
  },
  # forms/all.yml
  {
    name        = "a-star-alone-matches-every-value-but-null"
    expression  = "errorCode != null"
    severity    = "high"
    description = "$${a} %%{b} \"a star alone matches every value but null\"."
  },
  # forms/all.yml
  {
    name        = "a-star-alone-on-a-field-of-any-type"
    expression  = "any(leaves(requestParameters.n), it != null)"
    severity    = "high"
    description = "$${a} %%{b} \"a star alone on a field of any type\"."
  },
  # forms/all.yml
  {
    name        = "escaped-wildcards-are-plain-characters"
    expression  = "iequals(userAgent, 'a*b?')"
    severity    = "high"
    description = "$${a} %%{b} \"escaped wildcards are plain characters\"."
  },
  # forms/all.yml
  {
    name        = "a-backslash-before-another-character-is-a-plain-backslash"
    expression  = "iequals(userAgent, 'a\\\\b\\\\c')"
    severity    = "high"
    description = "$${a} %%{b} \"a backslash before another character is a plain backslash\"."
  },
  # forms/all.yml
  {
    name        = "two-backslashes-before-a-wildcard-are-a-backslash-and-a-wildcard"
    expression  = "istartsWith(userAgent, 'a\\\\')"
    severity    = "high"
    description = "$${a} %%{b} \"two backslashes before a wildcard are a backslash and a wildcard\"."
  },
  # forms/all.yml
  {
    name        = "three-backslashes-before-a-wildcard-are-a-backslash-and-the-plain-character"
    expression  = "iequals(userAgent, 'a\\\\*')"
    severity    = "high"
    description = "$${a} %%{b} \"three backslashes before a wildcard are a backslash and the plain character\"."
  },
  # forms/all.yml
  {
    name        = "four-backslashes-are-two"
    expression  = "iequals(userAgent, 'a\\\\\\\\b')"
    severity    = "high"
    description = "$${a} %%{b} \"four backslashes are two\"."
  },
  # forms/all.yml
  {
    name        = "wildcards-next-to-escaped-wildcards"
    expression  = "matches(userAgent, '(?is)^a.*b\\\\*c\\\\..$')"
    severity    = "high"
    description = "$${a} %%{b} \"wildcards next to escaped wildcards\"."
  },
  # forms/all.yml
  {
    name        = "a-wildcard-on-a-number"
    expression  = "any(leaves(requestParameters.port), glob(asText(it), '44?'))"
    severity    = "high"
    description = "$${a} %%{b} \"a wildcard on a number\"."
  },
  # forms/all.yml
  {
    name        = "quotes-and-special-characters-of-other-languages-are-plain"
    expression  = "iequals(userAgent, 'it\\'s \"$${a}\" %%{b} [x] (y)')"
    severity    = "high"
    description = "$${a} %%{b} \"quotes and special characters of other languages are plain\"."
  },
  # forms/all.yml
  {
    name        = "contains-startswith-and-endswith"
    expression  = "icontains(userAgent, 'cli') and istartsWith(eventName, ['Get', 'List']) and iendsWith(eventSource, '.com')"
    severity    = "high"
    description = "$${a} %%{b} \"contains, startswith and endswith\"."
  },
  # forms/all.yml
  {
    name        = "contains-with-wildcards-inside"
    expression  = "iglob(userAgent, '*a*b*')"
    severity    = "high"
    description = "$${a} %%{b} \"contains with wildcards inside\"."
  },
  # forms/all.yml
  {
    name        = "contains-with-a-plain-star"
    expression  = "contains(userAgent, '*')"
    severity    = "high"
    description = "$${a} %%{b} \"contains with a plain star\"."
  },
  # forms/all.yml
  {
    name        = "contains-of-a-part-of-a-number"
    expression  = "any(leaves(requestParameters.id), contains(asText(it), '12'))"
    severity    = "high"
    description = "$${a} %%{b} \"contains of a part of a number\"."
  },
  # forms/all.yml
  {
    name        = "all-joins-values-with-and"
    expression  = "icontains(userAgent, 'aws') and icontains(userAgent, 'cli')"
    severity    = "high"
    description = "$${a} %%{b} \"all joins values with and\"."
  },
  # forms/all.yml
  {
    name        = "cased-respects-case"
    expression  = "eventName == 'StopLogging'"
    severity    = "high"
    description = "$${a} %%{b} \"cased respects case\"."
  },
  # forms/all.yml
  {
    name        = "cased-with-several-values"
    expression  = "eventName == 'StopLogging' or startsWith(eventName, 'Get') or glob(eventName, 'List?s')"
    severity    = "high"
    description = "$${a} %%{b} \"cased with several values\"."
  },
  # forms/all.yml
  {
    name        = "cased-with-contains"
    expression  = "containsAny(userAgent, ['Kali', 'Parrot'])"
    severity    = "high"
    description = "$${a} %%{b} \"cased with contains\"."
  },
  # forms/all.yml
  {
    name        = "cased-with-a-list-of-plain-values"
    expression  = "awsRegion in ['R1', 'R2']"
    severity    = "high"
    description = "$${a} %%{b} \"cased with a list of plain values\"."
  },
  # forms/all.yml
  {
    name        = "neq"
    expression  = "not iequals(eventSource, 'iam.amazonaws.com')"
    severity    = "high"
    description = "$${a} %%{b} \"neq\"."
  },
  # forms/all.yml
  {
    name        = "neq-of-a-list-is-none-of-the-values"
    expression  = "not istartsWith(awsRegion, ['us-', 'eu-'])"
    severity    = "high"
    description = "$${a} %%{b} \"neq of a list is none of the values\"."
  },
  # forms/all.yml
  {
    name        = "neq-of-null"
    expression  = "not errorCode == null"
    severity    = "high"
    description = "$${a} %%{b} \"neq of null\"."
  },
  # forms/all.yml
  {
    name        = "re-respects-case-and-matches-anywhere"
    expression  = "matches(userIdentity.arn, ':user/adm.n$')"
    severity    = "high"
    description = "$${a} %%{b} \"re respects case and matches anywhere\"."
  },
  # forms/all.yml
  {
    name        = "re-with-flags"
    expression  = "matches(userAgent, '(?ims)^B.c$')"
    severity    = "high"
    description = "$${a} %%{b} \"re with flags\"."
  },
  # forms/all.yml
  {
    name        = "re-with-a-list-and-backslashes"
    expression  = "matches(userAgent, '^a\\\\.b') or matches(userAgent, '^\\\\d+$')"
    severity    = "high"
    description = "$${a} %%{b} \"re with a list, and backslashes\"."
  },
  # forms/all.yml
  {
    name        = "re-on-a-number-and-a-boolean"
    expression  = "any(leaves(requestParameters.n), matches(asText(it), '^(4\\\\d\\\\d|t.*)$'))"
    severity    = "high"
    description = "$${a} %%{b} \"re on a number and a boolean\"."
  },
  # forms/all.yml
  {
    name        = "cidr"
    expression  = "inCidr(sourceIPAddress, '10.0.0.0/8') or inCidr(sourceIPAddress, '2001:db8::/32')"
    severity    = "high"
    description = "$${a} %%{b} \"cidr\"."
  },
  # forms/all.yml
  {
    name        = "cidr-with-an-address-in-the-middle-of-a-network-of-ipv6"
    expression  = "inCidr(sourceIPAddress, '2001:db8:8000::/33')"
    severity    = "high"
    description = "$${a} %%{b} \"cidr with an address in the middle of a network of IPv6\"."
  },
  # forms/all.yml
  {
    name        = "numbers-are-compared-also-if-a-string-spells-an-integer"
    expression  = "any(leaves(requestParameters.n), it >= 10 or int(asText(it)) >= 10) and any(leaves(requestParameters.m), it < 3 or int(asText(it)) < 3)"
    severity    = "high"
    description = "$${a} %%{b} \"numbers are compared, also if a string spells an integer\"."
  },
  # forms/all.yml
  {
    name        = "fractions-are-not-cut-off"
    expression  = "any(leaves(requestParameters.n), it <= 5 or int(asText(it)) <= 5) and any(leaves(requestParameters.m), it > -5 or int(asText(it)) > -5)"
    severity    = "high"
    description = "$${a} %%{b} \"fractions are not cut off\"."
  },
  # forms/all.yml
  {
    name        = "a-string-that-spells-an-integer-is-a-number-another-one-is-not"
    expression  = "any(leaves(requestParameters.n), it > 5 or int(asText(it)) > 5)"
    severity    = "high"
    description = "$${a} %%{b} \"a string that spells an integer is a number, another one is not\"."
  },
  # forms/all.yml
  {
    name        = "numbers-in-a-field-that-cloudtrail-documents-as-text"
    expression  = "int(eventVersion) < 2 and int(userIdentity.accountId) > 5"
    severity    = "high"
    description = "$${a} %%{b} \"numbers in a field that CloudTrail documents as text\"."
  },
  # forms/all.yml
  {
    name        = "hour"
    expression  = "hour(eventTime) == 23"
    severity    = "high"
    description = "$${a} %%{b} \"hour\"."
  },
  # forms/all.yml
  {
    name        = "minute-day-and-month"
    expression  = "matches(eventTime, '^\\\\d{4}-\\\\d\\\\d-\\\\d\\\\dT\\\\d\\\\d:(?:05)') and matches(eventTime, '^\\\\d{4}-\\\\d\\\\d-(?:01)') and (matches(eventTime, '^\\\\d{4}-(?:06)') or matches(eventTime, '^\\\\d{4}-(?:07)'))"
    severity    = "high"
    description = "$${a} %%{b} \"minute, day and month\"."
  },
  # forms/all.yml
  {
    name        = "year"
    expression  = "matches(eventTime, '^2024-\\\\d\\\\d-\\\\d\\\\dT')"
    severity    = "high"
    description = "$${a} %%{b} \"year\"."
  },
  # forms/all.yml
  {
    name        = "the-hour-is-compared"
    expression  = "hour(eventTime) >= 22"
    severity    = "high"
    description = "$${a} %%{b} \"the hour is compared\"."
  },
  # forms/all.yml
  {
    name        = "minute-day-and-month-are-compared"
    expression  = "(matches(eventTime, '^\\\\d{4}-\\\\d\\\\d-\\\\d\\\\dT\\\\d\\\\d:(?:00|01)') and matches(eventTime, '^\\\\d{4}-\\\\d\\\\d-(?:30|31)') and matches(eventTime, '^\\\\d{4}-(?:01|02)')) or matches(eventTime, '^\\\\d{4}-\\\\d\\\\d-\\\\d\\\\dT\\\\d\\\\d:(?:58|59)')"
    severity    = "high"
    description = "$${a} %%{b} \"minute, day and month are compared\"."
  },
  # forms/all.yml
  {
    name        = "a-year-and-later-ones"
    expression  = "matches(eventTime, '^\\\\d{4}-\\\\d\\\\d-\\\\d\\\\dT') and eventTime >= '2024'"
    severity    = "high"
    description = "$${a} %%{b} \"a year and later ones\"."
  },
  # forms/all.yml
  {
    name        = "later-years-only"
    expression  = "matches(eventTime, '^\\\\d{4}-\\\\d\\\\d-\\\\d\\\\dT') and eventTime >= '2025'"
    severity    = "high"
    description = "$${a} %%{b} \"later years only\"."
  },
  # forms/all.yml
  {
    name        = "a-year-and-earlier-ones"
    expression  = "matches(eventTime, '^\\\\d{4}-\\\\d\\\\d-\\\\d\\\\dT') and eventTime < '2025'"
    severity    = "high"
    description = "$${a} %%{b} \"a year and earlier ones\"."
  },
  # forms/all.yml
  {
    name        = "earlier-years-only"
    expression  = "matches(eventTime, '^\\\\d{4}-\\\\d\\\\d-\\\\d\\\\dT') and eventTime < '2024'"
    severity    = "high"
    description = "$${a} %%{b} \"earlier years only\"."
  },
  # forms/all.yml
  {
    name        = "a-part-of-a-time-that-never-occurs"
    expression  = "matches(eventTime, '^\\\\d{4}-(?:[^\\\\s\\\\S])')"
    severity    = "high"
    description = "$${a} %%{b} \"a part of a time that never occurs\"."
  },
  # forms/all.yml
  {
    name        = "exists"
    expression  = "exists(errorCode)"
    severity    = "high"
    description = "$${a} %%{b} \"exists\"."
  },
  # forms/all.yml
  {
    name        = "exists-not"
    expression  = "not exists(errorCode)"
    severity    = "high"
    description = "$${a} %%{b} \"exists not\"."
  },
  # forms/all.yml
  {
    name        = "null-exists"
    expression  = "exists(errorCode)"
    severity    = "high"
    description = "$${a} %%{b} \"null exists\"."
  },
  # forms/all.yml
  {
    name        = "exists-of-a-field-of-any-type"
    expression  = "exists(requestParameters.layers) or exists(leaves(requestParameters.layers))"
    severity    = "high"
    description = "$${a} %%{b} \"exists of a field of any type\"."
  },
  # forms/all.yml
  {
    name        = "fieldref"
    expression  = "iequals(userIdentity.accountId, recipientAccountId)"
    severity    = "high"
    description = "$${a} %%{b} \"fieldref\"."
  },
  # forms/all.yml
  {
    name        = "fieldref-with-a-position"
    expression  = "iendsWith(userIdentity.arn, userIdentity.userName) and icontains(userIdentity.arn, userIdentity.accountId) and istartsWith(userIdentity.userName, userIdentity.type)"
    severity    = "high"
    description = "$${a} %%{b} \"fieldref with a position\"."
  },
  # forms/all.yml
  {
    name        = "fieldref-to-a-field-of-any-type"
    expression  = "any(leaves(requestParameters.userName), iequals(userIdentity.userName, asText(it)))"
    severity    = "high"
    description = "$${a} %%{b} \"fieldref to a field of any type\"."
  },
  # forms/all.yml
  {
    name        = "fieldref-to-a-part-of-a-field-of-any-type"
    expression  = "icontains(userIdentity.arn, asText(requestParameters.userName))"
    severity    = "high"
    description = "$${a} %%{b} \"fieldref to a part of a field of any type\"."
  },
  # forms/all.yml
  {
    name        = "fieldref-between-fields-of-any-type"
    expression  = "not any(leaves(requestParameters.a), iequals(asText(it), asText(responseElements.b)))"
    severity    = "high"
    description = "$${a} %%{b} \"fieldref between fields of any type\"."
  },
  # forms/all.yml
  {
    name        = "a-list-matches-if-one-of-its-elements-does"
    expression  = "any(leaves(requestParameters.layers), istartsWith(it, 'arn:'))"
    severity    = "high"
    description = "$${a} %%{b} \"a list matches if one of its elements does\"."
  },
  # forms/all.yml
  {
    name        = "a-field-in-a-list-of-objects"
    expression  = "any(leaves(requestParameters.containers.command), icontains(it, '$URI'))"
    severity    = "high"
    description = "$${a} %%{b} \"a field in a list of objects\"."
  },
  # forms/all.yml
  {
    name        = "several-values-of-a-list-with-all"
    expression  = "any(leaves(requestParameters.names), iequals(it, 'a')) and any(leaves(requestParameters.names), iequals(it, 'b'))"
    severity    = "high"
    description = "$${a} %%{b} \"several values of a list with all\"."
  },
  # forms/all.yml
  {
    name        = "an-object-means-any-value-below-it"
    expression  = "any(leaves(requestParameters), icontains(it, 'Suspended'))"
    severity    = "high"
    description = "$${a} %%{b} \"an object means any value below it\"."
  },
  # forms/all.yml
  {
    name        = "the-names-of-keys-are-not-values"
    expression  = "any(leaves(requestParameters), icontains(it, 'Suspended'))"
    severity    = "high"
    description = "$${a} %%{b} \"the names of keys are not values\"."
  },
  # forms/all.yml
  {
    name        = "several-values-of-one-key-are-joined-with-or-in-one-search"
    expression  = "any(leaves(requestParameters.x), iequals(it, 'a') or istartsWith(it, 'b') or asText(it) == '5' or iequals(asText(it), 'true'))"
    severity    = "high"
    description = "$${a} %%{b} \"several values of one key are joined with or in one search\"."
  },
  # forms/all.yml
  {
    name        = "keys-with-dots-and-other-characters"
    expression  = "any(leaves(requestParameters.tags.kubernetes['io/name']), iequals(it, 'web'))"
    severity    = "high"
    description = "$${a} %%{b} \"keys with dots and other characters\"."
  },
  # forms/all.yml
  {
    name        = "an-index-selects-one-element"
    expression  = "any(leaves(resources.1.ARN), iequals(it, 'x'))"
    severity    = "high"
    description = "$${a} %%{b} \"an index selects one element\"."
  },
  # forms/all.yml
  {
    name        = "a-field-that-is-a-keyword-of-the-language"
    expression  = "any(leaves(event.in), iequals(it, 'x'))"
    severity    = "high"
    description = "$${a} %%{b} \"a field that is a keyword of the language\"."
  },
  # forms/all.yml
  {
    name        = "a-list-of-keywords"
    expression  = "any(leaves(event), icontains(it, 'evil') or iglob(it, '*b?d*guy*'))"
    severity    = "high"
    description = "$${a} %%{b} \"a list of keywords\"."
  },
  # forms/all.yml
  {
    name        = "one-keyword"
    expression  = "any(leaves(event), icontains(it, 'evil'))"
    severity    = "high"
    description = "$${a} %%{b} \"one keyword\"."
  },
  # forms/all.yml
  {
    name        = "a-number-as-a-keyword"
    expression  = "any(leaves(event), contains(asText(it), '4444'))"
    severity    = "high"
    description = "$${a} %%{b} \"a number as a keyword\"."
  },
  # forms/all.yml
  {
    name        = "keywords-with-all"
    expression  = "any(leaves(event), icontains(it, 'one')) and any(leaves(event), icontains(it, 'two'))"
    severity    = "high"
    description = "$${a} %%{b} \"keywords with all\"."
  },
  # forms/all.yml
  {
    name        = "keywords-with-re"
    expression  = "any(leaves(event), matches(asText(it), 'e.il'))"
    severity    = "high"
    description = "$${a} %%{b} \"keywords with re\"."
  },
  # forms/all.yml
  {
    name        = "keywords-with-cased"
    expression  = "any(leaves(event), contains(it, 'Evil'))"
    severity    = "high"
    description = "$${a} %%{b} \"keywords with cased\"."
  },
  # forms/all.yml
  {
    name        = "keywords-next-to-maps"
    expression  = "any(leaves(event), icontains(it, 'evil')) or iequals(eventName, 'X')"
    severity    = "high"
    description = "$${a} %%{b} \"keywords next to maps\"."
  },
  # forms/all.yml
  {
    name        = "keywords-do-not-search-the-names-of-keys"
    expression  = "any(leaves(event), icontains(it, 'eventName'))"
    severity    = "high"
    description = "$${a} %%{b} \"keywords do not search the names of keys\"."
  },
  # forms/all.yml
  {
    name        = "precedence-of-not-and-or"
    expression  = "iequals(eventName, 'A') or (iequals(awsRegion, 'B') and not iequals(userAgent, 'C'))"
    severity    = "high"
    description = "$${a} %%{b} \"precedence of not, and, or\"."
  },
  # forms/all.yml
  {
    name        = "parentheses"
    expression  = "(iequals(eventName, 'A') or iequals(awsRegion, 'B')) and not (iequals(userAgent, 'C') or iequals(awsRegion, 'B'))"
    severity    = "high"
    description = "$${a} %%{b} \"parentheses\"."
  },
  # forms/all.yml
  {
    name        = "not-not"
    expression  = "not not iequals(eventName, 'A')"
    severity    = "high"
    description = "$${a} %%{b} \"not not\"."
  },
  # forms/all.yml
  {
    name        = "1-of-a-pattern"
    expression  = "iequals(eventName, 'A') or iequals(eventName, 'B')"
    severity    = "high"
    description = "$${a} %%{b} \"1 of a pattern\"."
  },
  # forms/all.yml
  {
    name        = "all-of-a-pattern-with-the-star-inside"
    expression  = "iequals(eventName, 'A') and iequals(awsRegion, 'B')"
    severity    = "high"
    description = "$${a} %%{b} \"all of a pattern, with the star inside\"."
  },
  # forms/all.yml
  {
    name        = "all-of-a-pattern-with-several-stars"
    expression  = "iequals(eventName, 'A') and iequals(awsRegion, 'B')"
    severity    = "high"
    description = "$${a} %%{b} \"all of a pattern with several stars\"."
  },
  # forms/all.yml
  {
    name        = "1-of-them-without-names-that-start-with-an-underscore"
    expression  = "iequals(eventName, 'A') or iequals(eventName, 'B')"
    severity    = "high"
    description = "$${a} %%{b} \"1 of them, without names that start with an underscore\"."
  },
  # forms/all.yml
  {
    name        = "all-of-them"
    expression  = "iequals(eventName, 'A') and iequals(awsRegion, 'B')"
    severity    = "high"
    description = "$${a} %%{b} \"all of them\"."
  },
  # forms/all.yml
  {
    name        = "any-of-a-pattern"
    expression  = "iequals(eventName, 'A') or iequals(eventName, 'B')"
    severity    = "high"
    description = "$${a} %%{b} \"any of a pattern\"."
  },
  # forms/all.yml
  {
    name        = "of-a-whole-name-and-not-of-a-pattern"
    expression  = "iequals(eventName, 'A') and not (iequals(awsRegion, 'B') or iequals(awsRegion, 'C'))"
    severity    = "high"
    description = "$${a} %%{b} \"of a whole name, and not of a pattern\"."
  },
  # forms/all.yml
  {
    name        = "names-that-start-with-an-operator"
    expression  = "iequals(eventName, 'A') or iequals(eventName, 'B')"
    severity    = "high"
    description = "$${a} %%{b} \"names that start with an operator\"."
  },
  # forms/all.yml
  {
    name        = "a-list-of-conditions-is-joined-with-or"
    expression  = "iequals(eventName, 'A') or (iequals(awsRegion, 'B') and not iequals(eventName, 'A'))"
    severity    = "high"
    description = "$${a} %%{b} \"a list of conditions is joined with or\"."
  },
  # forms/all.yml
  {
    name        = "not-of-a-map-is-not-all-of-it"
    expression  = "iequals(eventName, 'A') and not (iequals(awsRegion, 'B') and iequals(userAgent, 'C'))"
    severity    = "high"
    description = "$${a} %%{b} \"not of a map is not all of it\"."
  },
  # forms/all.yml
  {
    name        = "not-of-all-values-of-a-field"
    expression  = "not (icontains(userAgent, 'x') and icontains(userAgent, 'y'))"
    severity    = "high"
    description = "$${a} %%{b} \"not of all values of a field\"."
  },
  # forms/all.yml
  {
    name        = "1-of-a-pattern-that-starts-with-an-underscore"
    expression  = "iequals(eventName, 'A') or iequals(eventName, 'B')"
    severity    = "high"
    description = "$${a} %%{b} \"1 of a pattern that starts with an underscore\"."
  },
  # forms/all.yml
  {
    name        = "parts-of-a-pattern-do-not-overlap-and-come-in-order"
    expression  = "iequals(eventName, 'C') or iequals(eventName, 'D')"
    severity    = "high"
    description = "$${a} %%{b} \"parts of a pattern do not overlap, and come in order\"."
  },
  # forms/all.yml
  {
    name        = "parts-of-a-pattern-between-stars"
    expression  = "iequals(eventName, 'C')"
    severity    = "high"
    description = "$${a} %%{b} \"parts of a pattern between stars\"."
  },
  # forms/all.yml
  {
    name        = "a-pattern-for-the-start-of-a-name"
    expression  = "iequals(eventName, 'A')"
    severity    = "high"
    description = "$${a} %%{b} \"a pattern for the start of a name\"."
  },
  # forms/all.yml
  {
    name        = "many-nots-next-to-one-another"
    expression  = "not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A') and not iequals(eventName, 'A')"
    severity    = "high"
    description = "$${a} %%{b} \"many nots next to one another\"."
  },
  # forms/all.yml
  {
    name        = "a-question-mark-alone"
    expression  = "glob(userAgent, '?')"
    severity    = "high"
    description = "$${a} %%{b} \"a question mark alone\"."
  },
  # forms/all.yml
  {
    name        = "a-question-mark-after-a-star"
    expression  = "iglob(userAgent, 'a*?')"
    severity    = "high"
    description = "$${a} %%{b} \"a question mark after a star\"."
  },
  # forms/all.yml
  {
    name        = "a-backslash-at-the-end"
    expression  = "iequals(userAgent, 'a\\\\')"
    severity    = "high"
    description = "$${a} %%{b} \"a backslash at the end\"."
  },
  # forms/all.yml
  {
    name        = "startswith-without-a-value"
    expression  = "userAgent != null"
    severity    = "high"
    description = "$${a} %%{b} \"startswith without a value\"."
  },
  # forms/all.yml
  {
    name        = "control-characters"
    expression  = "iequals(userAgent, 'a\\tb\\nc\\rd\\u0001\\'')"
    severity    = "high"
    description = "$${a} %%{b} \"control characters\"."
  },
  # forms/all.yml
  {
    name        = "the-start-or-a-part-of-a-boolean-in-a-field-of-any-type"
    expression  = "any(leaves(requestParameters.a), istartsWith(asText(it), 'Fal')) and any(leaves(requestParameters.b), icontains(asText(it), 'ru'))"
    severity    = "high"
    description = "$${a} %%{b} \"the start or a part of a boolean in a field of any type\"."
  },
  # forms/all.yml
  {
    name        = "cased-with-wildcards-next-to-escaped-wildcards"
    expression  = "matches(userAgent, '(?s)^A.*\\\\*c$')"
    severity    = "high"
    description = "$${a} %%{b} \"cased with wildcards next to escaped wildcards\"."
  },
  # forms/all.yml
  {
    name        = "cased-with-several-starts"
    expression  = "startsWith(eventName, ['Get', 'List'])"
    severity    = "high"
    description = "$${a} %%{b} \"cased with several starts\"."
  },
  # forms/all.yml
  {
    name        = "a-documented-boolean-cased"
    expression  = "readOnly == true and not asText(managementEvent) == 'True'"
    severity    = "high"
    description = "$${a} %%{b} \"a documented boolean, cased\"."
  },
  # forms/all.yml
  {
    name        = "re-with-the-names-of-flags"
    expression  = "matches(userAgent, '(?ims)^B.c$')"
    severity    = "high"
    description = "$${a} %%{b} \"re with the names of flags\"."
  },
  # forms/all.yml
  {
    name        = "re-with-a-number"
    expression  = "any(leaves(requestParameters.n), matches(asText(it), '404'))"
    severity    = "high"
    description = "$${a} %%{b} \"re with a number\"."
  },
  # forms/all.yml
  {
    name        = "the-first-and-the-last-minute-day-and-month"
    expression  = "(matches(eventTime, '^\\\\d{4}-\\\\d\\\\d-\\\\d\\\\dT\\\\d\\\\d:(?:00)') and matches(eventTime, '^\\\\d{4}-\\\\d\\\\d-(?:01)') and matches(eventTime, '^\\\\d{4}-(?:01)')) or (matches(eventTime, '^\\\\d{4}-\\\\d\\\\d-\\\\d\\\\dT\\\\d\\\\d:(?:59)') and matches(eventTime, '^\\\\d{4}-\\\\d\\\\d-(?:31)') and matches(eventTime, '^\\\\d{4}-(?:12)'))"
    severity    = "high"
    description = "$${a} %%{b} \"the first and the last minute, day and month\"."
  },
  # forms/all.yml
  {
    name        = "a-field-with-a-name-of-the-prototype"
    expression  = "any(leaves(event.constructor), iequals(it, 'x'))"
    severity    = "high"
    description = "$${a} %%{b} \"a field with a name of the prototype\"."
  },
  # forms/all.yml
  {
    name        = "keywords-with-contains"
    expression  = "any(leaves(event), icontains(it, 'evil'))"
    severity    = "high"
    description = "$${a} %%{b} \"keywords with contains\"."
  },
]
