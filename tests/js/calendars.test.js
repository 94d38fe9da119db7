// Calendars as a program of others reads them: ical.js, in its strict mode, on the demo's bookings.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import ICAL from 'ical.js';

import { Demo } from './installation.js';

const SIGN_IN = `mutation ($email: EmailAddress!, $password: String!) {
  signIn(input: { email: $email, password: $password }) { session { accessToken } errors { code } } }`;
const OWN = 'query { me { mandates { organisation { id name } } } }';
const FOLLOW = `mutation ($of: ID!) {
  createCalendarFeed(input: { of: $of }) { calendarFeed { url } errors { code } } }`;
const BOOKINGS = `query ($organisation: ID!) {
  bookings(first: 100, filter: { organisation: $organisation, states: [REQUESTED, CONFIRMED, IN_USE, RETURNED] }) {
    nodes { id start end state purpose version } } }`;

const DUES = `query ($organisation: ID!, $from: Date!, $until: Date!) {
  commitmentDues(organisation: $organisation, from: $from, until: $until) { dueOn state commitment { id } } }`;

// What is due stands in a calendar from 90 days ago to 540 days ahead, until it is kept.
const DAY = 86_400_000;
const day = (days) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
const KEPT = ['FULFILLED', 'WAIVED'];

const demo = new Demo();
before(() => demo.start());
after(() => demo.remove());

async function ask(authorization, query, variables) {
  const response = await fetch(`${demo.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined);
  return data;
}

// What the address answers, read by the program.
async function read(url) {
  const { pathname } = new URL(url);
  const response = await fetch(`${demo.url}${pathname}`);
  assert.equal(response.status, 200);
  const calendar = new ICAL.Component(ICAL.parse(await response.text()));
  return calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
}

test('ical.js: every booking is in the calendar, at its time and with its state, and what is due on its day', async () => {
  let [compared, due] = [0, 0];
  for (const { email, password } of demo.accounts) {
    const signedIn = await ask(undefined, SIGN_IN, { email, password });
    const authorization = `Bearer ${signedIn.signIn.session.accessToken}`;
    for (const { organisation } of (await ask(authorization, OWN)).me.mandates) {
      const { nodes } = (await ask(authorization, BOOKINGS, { organisation: organisation.id })).bookings;
      const followed = await ask(authorization, FOLLOW, { of: organisation.id });
      const events = await read(followed.createCalendarFeed.calendarFeed.url);
      const told = events.filter(({ uid }) => uid.startsWith('booking_')).map((event) => ({
        id: event.uid,
        start: event.startDate.toJSDate().toISOString(),
        end: event.endDate.toJSDate().toISOString(),
        tentative: event.component.getFirstPropertyValue('status') === 'TENTATIVE',
        sequence: event.sequence,
      }));
      const expected = nodes.map(({ id, start, end, state, version }) => ({
        id,
        start: new Date(start).toISOString(),
        end: new Date(end).toISOString(),
        tentative: state === 'REQUESTED',
        sequence: version,
      }));
      assert.deepEqual(told, expected, organisation.name);
      for (const { purpose, id } of nodes.filter(({ purpose }) => purpose)) {
        const event = events.find(({ uid }) => uid.startsWith(id));
        assert.ok(event.description.startsWith(purpose), event.description);
      }
      compared += nodes.length;
      const days = { organisation: organisation.id, from: day(-90), until: day(540) };
      const { commitmentDues } = await ask(authorization, DUES, days);
      const open = commitmentDues.filter(({ state }) => !KEPT.includes(state));
      const shown = events.filter(({ uid }) => uid.startsWith('commitment_'));
      assert.deepEqual(
        shown.map(({ uid, startDate }) => `${uid} ${startDate.isDate} ${startDate}`).sort(),
        open.map(({ dueOn, commitment }) => `${commitment.id}.${dueOn} true ${dueOn}`).sort(),
        organisation.name,
      );
      assert.equal(events.length, nodes.length + open.length);
      due += open.length;
    }
  }
  assert.ok(compared >= 10, `${compared} bookings`);
  assert.ok(due >= 3, `${due} dues`);
});
