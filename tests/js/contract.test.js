// The contract keeps the conventions of its field.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { ESLint } from 'eslint';

import conventions, { ALLOWED, schema } from './conventions.js';

const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: conventions });

async function breaches(text) {
  const [{ messages }] = await eslint.lintText(text, { filePath: 'schema.graphql' });
  const found = messages.filter(({ message }) => !ALLOWED.includes(message));
  return found.map(({ line, message }) => `${line}: ${message}`);
}

test('schema.graphql keeps the conventions', async () => {
  assert.deepEqual(await breaches(readFileSync(schema, 'utf8')), []);
});

test('what breaks them is found', async () => {
  const text = 'type Query { get_hub: thing }\ntype thing { ID: String }';
  assert.notDeepEqual(await breaches(text), []);
});
