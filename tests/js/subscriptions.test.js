// Subscriptions with the clients graphql-ws and graphql-sse, on two instances that share a database.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { createClient as createStreamClient } from 'graphql-sse';
import { CloseCode, createClient as createSocketClient } from 'graphql-ws';
import WebSocket from 'ws';

import { Installation, PASSWORD } from './installation.js';

const EMAIL = 'jeanne.peyrebelle@example.test';
const SIGN_IN = `mutation ($email: EmailAddress!, $password: String!) {
  signIn(input: { email: $email, password: $password }) { session { accessToken } errors { code } } }`;
const ACTIVITY = 'subscription ($hub: ID!) { activity(hub: $hub) { kind hub { summary } } }';
const QUEUE = 'subscription ($hub: ID!) { moderationQueue(hub: $hub) { id } }';
const HUB = 'query { hub(slug: "premeo") { id version } }';
const UPDATE = `mutation ($id: ID!, $version: Int!, $summary: String!) {
  updateHub(input: { id: $id, expectedVersion: $version, content: {
    name: "Pôle du réemploi", summary: $summary, description: "Un pôle.", territory: ["34172"], timeZone: "Europe/Paris"
  } }) { errors { code message } } }`;

const installation = new Installation();
let here, there, authorization, hub;

before(async () => {
  installation.migrate();
  installation.admin('create-person', '--email', EMAIL, '--name', 'Jeanne Peyrebelle', '--password-stdin');
  installation.admin('create-hub', '--slug', 'premeo', '--name', 'Pôle du réemploi', '--summary', 'Un pôle.', '--territory', '34172');
  installation.admin('grant-role', '--hub', 'premeo', '--email', EMAIL, '--role', 'COORDINATOR');
  [here, there] = [await installation.start(), await installation.start()];
  const signedIn = await ask(SIGN_IN, { email: EMAIL, password: PASSWORD });
  authorization = `Bearer ${signedIn.signIn.session.accessToken}`;
  hub = (await ask(HUB)).hub.id;
});
after(() => installation.remove());

// Asks the first instance.
async function ask(query, variables) {
  const response = await fetch(`${here}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined);
  return data;
}

// Changes something that everybody may know, on the first instance.
async function change(summary) {
  const { version } = (await ask(HUB)).hub;
  assert.deepEqual((await ask(UPDATE, { id: hub, version, summary })).updateHub.errors, []);
}

function socketClient(options = {}) {
  const url = `${there.replace('http', 'ws')}/graphql/ws`;
  return createSocketClient({ url, webSocketImpl: WebSocket, retryAttempts: 0, ...options });
}

test('graphql-ws: what one instance writes is told by the other', async () => {
  const client = socketClient({ connectionParams: { authorization } });
  const told = client.iterate({ query: ACTIVITY, variables: { hub } });
  const first = told.next();
  // Operations of one socket begin in their order: once this is answered, the first has begun.
  const [me] = await all(client.iterate({ query: '{ me { name } }' }));
  assert.equal(me.data.me.name, 'Jeanne Peyrebelle');
  await change('Par WebSocket.');
  const { value } = await first;
  assert.deepEqual(value.data.activity, { kind: 'HUB_UPDATED', hub: { summary: 'Par WebSocket.' } });
  await told.return();
  await client.dispose();
});

test('graphql-ws: a document that cannot run is an error of its operation', async () => {
  const client = socketClient();
  await assert.rejects(all(client.iterate({ query: 'subscription { nothing }' })), (errors) => errors[0].extensions.code === 'INVALID');
  await assert.rejects(all(client.iterate({ query: QUEUE, variables: { hub } })), (errors) => errors[0].extensions.code === 'UNAUTHENTICATED');
  await client.dispose();
});

test('graphql-ws: a token that is no good is not accepted', async () => {
  const client = socketClient({ connectionParams: { authorization: 'Bearer nobody' } });
  await assert.rejects(all(client.iterate({ query: '{ __typename }' })), (close) => close.code === CloseCode.Forbidden);
});

test('graphql-sse: what one instance writes is told by the other', async () => {
  let connected;
  const begun = new Promise((resolve) => (connected = resolve));
  const client = createStreamClient({
    url: `${there}/graphql/stream`,
    headers: () => ({ authorization }),
    retryAttempts: 0,
    on: { connected },
  });
  const told = client.iterate({ query: ACTIVITY, variables: { hub } });
  const first = told.next();
  await begun;
  await change('Par un flux.');
  const { value } = await first;
  assert.deepEqual(value.data.activity, { kind: 'HUB_UPDATED', hub: { summary: 'Par un flux.' } });
  await told.return();
  client.dispose();
});

test('graphql-sse: one answer is one event and the end', async () => {
  const client = createStreamClient({ url: `${there}/graphql/stream`, retryAttempts: 0 });
  const [answer, ...more] = await all(client.iterate({ query: '{ __typename }' }));
  assert.deepEqual([answer.data, more], [{ __typename: 'Query' }, []]);
  const [refused] = await all(client.iterate({ query: '{ nothing }' }));
  assert.equal(refused.errors[0].extensions.code, 'INVALID');
  client.dispose();
});

test('graphql-ws: an instance that stops says so', async () => {
  let close;
  const closed = new Promise((resolve) => (close = resolve));
  const client = socketClient({ lazy: false, onNonLazyError: () => {}, on: { closed: close } });
  await new Promise((resolve) => client.on('connected', resolve));
  await installation.stop();
  assert.equal((await closed).code, 1001);
});

async function all(answers) {
  const list = [];
  for await (const answer of answers) list.push(answer);
  return list;
}
