// SPDX-License-Identifier: Apache-2.0
// Only JavaScript actions get the runner's cache token (actions/runner, NodeScriptActionHandler.cs); this one hands it
// over as outputs of its step. No dependencies: what it reads is a credential.
'use strict';

const crypto = require('crypto');
const fs = require('fs');
const path = require('path');

// The copy lies in the workspace, so it has to be gone before a build can take it for its context.
if (path.basename(__dirname) === '.tidegate-runtime') {
  fs.rmSync(__dirname, { recursive: true });
}

const env = process.env;
const outputs = {
  token: env.ACTIONS_RUNTIME_TOKEN,
  'results-url': env.ACTIONS_RESULTS_URL,
  // buildx takes an ACTIONS_CACHE_URL that is set but empty for the answer, and then drops the cache in silence.
  'cache-url': env.ACTIONS_CACHE_URL || env.ACTIONS_RESULTS_URL,
  'cache-service-v2': env.ACTIONS_CACHE_SERVICE_V2,
  'cache-mode': env.ACTIONS_CACHE_MODE,
};

const escaped = (text) => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');

if (outputs.token) {
  process.stdout.write(`::add-mask::${escaped(outputs.token)}\n`);
}
const delimiter = `tidegate_${crypto.randomUUID()}`;
const text = Object.entries(outputs)
  .map(([name, value]) => `${name}<<${delimiter}\n${value || ''}\n${delimiter}\n`)
  .join('');
fs.appendFileSync(env.GITHUB_OUTPUT, text);
