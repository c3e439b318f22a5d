// Threats to builds: CodeBuild projects that run other code, and roles that any repository can assume.
// Part of the pack `threats`; pure data.

import { type CatalogueRule, type Technique, when } from '../catalogue-rule.ts';

const CODEBUILD = 'https://docs.aws.amazon.com/codebuild/latest/APIReference/API_';

const SERVERLESS: Technique = { id: 'T1648', name: 'Serverless Execution' };

// Neither a person nor an instance: a role of a build system or of another workload.
const BY_WORKLOAD = 'not byPerson() and not byInstance()';

const OVERRIDES = ['buildspec', 'sourceLocation', 'sourceType', 'serviceRole', 'image']
  .map((setting) => `exists(requestParameters.${setting}Override)`)
  .join(' or ');

// These issuers serve every customer of the platform, so that only the subject distinguishes the repositories.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
const SHARED_ISSUERS = `("/token.actions.githubusercontent.com", "/gitlab.com", "/app.terraform.io")`;

// No condition besides one on the audience, or a subject whose owner is a wildcard.
const TRUSTS_ANY_REPOSITORY = `it.Effect == "Allow" and any(it.Principal.Federated[*], endsWith(it, ${SHARED_ISSUERS}))
          and (not any(entries(it.Condition), any(keys(it.value), not endsWith(lower(it), ":aud")))
            or any(entries(it.Condition), any(entries(it.value), endsWith(lower(it.key), ":sub")
              and any(it.value[*], startsWith(it, ("*", "repo:*", "project_path:*", "organization:*"))))))`;

export const BUILD_THREATS: readonly CatalogueRule[] = [
  {
    name: 'role-opened-to-any-repository',
    expression: `eventSource == "iam.amazonaws.com"
      and ((eventName == "UpdateAssumeRolePolicy"
          and any(json(requestParameters.policyDocument).Statement[*], ${TRUSTS_ANY_REPOSITORY}))
        or (eventName == "CreateRole"
          and any(json(requestParameters.assumeRolePolicyDocument).Statement[*], ${TRUSTS_ANY_REPOSITORY})))
      and succeeded()`,
    severity: 'critical',
    description: 'The trust policy of a role allows the repositories of everyone on GitHub, GitLab or HCP Terraform.',
    noise: 'None. Name the repository or its owner in a condition on the subject.',
    reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html',
    mitre: { id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' },
  },
  {
    name: 'build-started-with-other-code',
    expression: `eventSource == "codebuild.amazonaws.com" and eventName in ("StartBuild", "StartBuildBatch")
      and (${OVERRIDES}) and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'A person or an instance started a build with another source, image or role than the project has.',
    noise: 'Low. People who try out a build.',
    reference: `${CODEBUILD}StartBuild.html`,
    mitre: SERVERLESS,
    variants: [
      when(BY_WORKLOAD, 'info', 'A workload started a build with another source, image or role than the project has.'),
    ],
  },
  {
    name: 'build-project-changed-by-person',
    expression: `eventSource == "codebuild.amazonaws.com" and eventName in ("CreateProject", "UpdateProject")
      and (byPerson() or byInstance()) and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'A person or an instance, not a deployment, created or changed a build project.',
    noise: 'Moderate in development accounts.',
    reference: `${CODEBUILD}UpdateProject.html`,
    mitre: SERVERLESS,
  },
  {
    name: 'build-webhook-changed',
    expression: `eventSource == "codebuild.amazonaws.com" and eventName in ("CreateWebhook", "UpdateWebhook")
      and not byAwsService() and succeeded()`,
    severity: 'low',
    description: 'Events of a repository start builds of a project, or other events do than before.',
    noise: 'One for each project that is connected to a repository.',
    reference: `${CODEBUILD}CreateWebhook.html`,
    mitre: { id: 'T1546', name: 'Event Triggered Execution' },
    variants: [
      when(
        'eventName == "CreateWebhook" and not exists(requestParameters.filterGroups)',
        'medium',
        'Every push and pull request in a repository starts a build of a project, also those of strangers.',
      ),
    ],
  },
  {
    name: 'build-source-credentials-imported',
    expression: `eventSource == "codebuild.amazonaws.com" and eventName == "ImportSourceCredentials"
      and not byAwsService() and succeeded()`,
    severity: 'medium',
    description: 'Credentials for a source repository were given to CodeBuild, which all of its projects can use.',
    noise: 'Close to none.',
    reference: `${CODEBUILD}ImportSourceCredentials.html`,
    mitre: { id: 'T1098.001', name: 'Account Manipulation: Additional Cloud Credentials' },
  },
];
