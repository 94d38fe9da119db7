// An installation as an operator has it: the binary, a folder, a database, and instances that serve.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { MAILLAGE_BINARY: binary, MAILLAGE_TEST_DATABASE: database = 'sqlite' } = process.env;
if (!binary) throw new Error('MAILLAGE_BINARY: which binary is tested? cargo xtask test says it');

export const PASSWORD = 'une phrase de passe longue';

export class Installation {
  #folder = mkdtempSync(join(tmpdir(), 'maillage-js-'));
  #instances = [];

  // Instances are told apart by their address alone: they share keys, files and database.
  get #environment() {
    return {
      ...process.env,
      MAILLAGE_DATA_DIR: this.#folder,
      MAILLAGE_DATABASE_URL: database === 'sqlite' ? '' : database,
      MAILLAGE_LOG: 'warn',
      MAILLAGE_PUBLIC_URL: 'http://maillage.test',
    };
  }

  // A task of the operator.
  admin(...args) {
    const input = `${PASSWORD}\n`;
    execFileSync(binary, ['admin', ...args], { env: this.#environment, input, stdio: ['pipe', 'ignore', 'inherit'] });
  }

  // Brings the database up to date.
  migrate() {
    execFileSync(binary, ['migrate'], { env: this.#environment, stdio: ['ignore', 'ignore', 'inherit'] });
  }

  // One more instance; its address.
  async start() {
    const port = await freePort();
    const child = spawn(binary, ['serve', '--listen', `127.0.0.1:${port}`], {
      env: this.#environment,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    this.#instances.push(child);
    const url = `http://127.0.0.1:${port}`;
    while (!(await isReady(url))) {
      if (child.exitCode !== null) throw new Error(`the instance ended with ${child.exitCode}`);
      await new Promise((later) => setTimeout(later, 50));
    }
    return url;
  }

  // Stops every instance, as an orchestrator does.
  async stop() {
    const ends = this.#instances.filter((child) => child.exitCode === null).map((child) => {
      const end = once(child, 'exit');
      child.kill('SIGTERM');
      return end;
    });
    await Promise.all(ends);
  }

  // Stops, and leaves nothing behind.
  async remove() {
    await this.stop();
    rmSync(this.#folder, { recursive: true });
  }
}

// The demo as a visitor starts it, in a folder of its own; on SQLite, whatever the other tests run on.
export class Demo {
  #folder = mkdtempSync(join(tmpdir(), 'maillage-demo-'));
  #child;

  async start() {
    const port = await freePort();
    const { MAILLAGE_DATABASE_URL: _, ...environment } = process.env;
    this.#child = spawn(binary, ['demo', '--listen', `127.0.0.1:${port}`], {
      env: { ...environment, MAILLAGE_DATA_DIR: this.#folder, MAILLAGE_LOG: 'warn' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let welcome = '';
    this.#child.stdout.setEncoding('utf8').on('data', (text) => (welcome += text));
    this.url = `http://127.0.0.1:${port}`;
    while (!(await isReady(this.url))) {
      if (this.#child.exitCode !== null) throw new Error(`the demo ended with ${this.#child.exitCode}`);
      await new Promise((later) => setTimeout(later, 50));
    }
    const [, password] = welcome.match(/password: (.+)\)/);
    const addresses = [...welcome.matchAll(/^ {2}(\S+@\S+)/gm)].map(([, email]) => email);
    this.accounts = addresses.map((email) => ({ email, password }));
  }

  // Stops it, and leaves nothing behind.
  async remove() {
    const end = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await end;
    rmSync(this.#folder, { recursive: true });
  }
}

async function isReady(url) {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
