// A promise-shaped view of the official client, no more than the tests need.
const { Client } = require('@replit/crosis');
const WebSocket = require('ws');
const { mint } = require('./token');

const gurl = process.env.REPLYARD_URL ?? 'ws://localhost:4560';
const clients = new Set();

/** Opens a client on the Repl; resolves when READY. */
function connect(id, repl) {
  const client = new Client();
  clients.add(client);
  return new Promise((resolve, reject) => {
    client.setUnrecoverableErrorHandler(reject);
    client.open(
      {
        fetchConnectionMetadata: async () => ({
          token: mint({ id, repl }),
          gurl,
          conmanURL: gurl.replace(/^ws/, 'http'),
          dotdevHostname: 'localhost',
          error: null,
        }),
        WebSocketClass: WebSocket,
        timeout: 40_000,
        context: null,
      },
      ({ error }) => (error ? reject(error) : resolve(client)),
    );
  });
}

/** Opens a channel; the result collects output and states from the first frame on. */
function open(client, service, name, action) {
  return new Promise((resolve, reject) => {
    client.openChannel({ service, name, action }, ({ channel, error }) => {
      if (error) {
        reject(error);
        return;
      }
      const opened = { channel, output: '', states: [], commands: [] };
      channel.onCommand((command) => {
        opened.commands.push(command);
        if (command.body === 'output') opened.output += command.output;
        if (command.body === 'state') opened.states.push(command.state);
      });
      resolve(opened);
    });
  });
}

/** Waits until the predicate holds, or fails with what was seen. */
async function eventually(predicate, describe, within = 20_000) {
  const deadline = Date.now() + within;
  while (!predicate()) {
    if (Date.now() > deadline) throw new Error(`not seen in ${within} ms: ${describe()}`);
    await new Promise((wake) => setTimeout(wake, 20));
  }
}

/** Closes one client for good. */
function leave(client) {
  clients.delete(client);
  client.destroy();
}

function leaveAll() {
  clients.forEach((client) => client.destroy());
  clients.clear();
}

module.exports = { connect, open, eventually, leave, leaveAll };
