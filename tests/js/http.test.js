// GraphQL over HTTP, judged by the audits of the package graphql-http.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { serverAudits } from 'graphql-http';

import { Installation } from './installation.js';

const installation = new Installation();
let url;

before(async () => {
  url = `${await installation.start()}/graphql`;
});
after(() => installation.remove());

const audits = serverAudits({ url: () => url, fetchFn: fetch });

test('the audits are all there', () => assert.equal(audits.length, 61));

for (const { id, name, fn } of audits) {
  test(`${id} ${name}`, async () => {
    const result = await fn();
    assert.equal(result.status, 'ok', result.reason);
  });
}
