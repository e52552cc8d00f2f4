const { api } = require('@replit/protocol');
const { connect, open, eventually, leave, leaveAll } = require('../lib/client');

const REPL = `channels-${process.pid}-${Date.now()}`;
const { ATTACH, ATTACH_OR_CREATE } = api.OpenChannel.Action;

afterAll(leaveAll);

test('boots in the documented order', async () => {
  const { Client } = require('@replit/crosis');
  const WebSocket = require('ws');
  const metadata = require('../lib/connectionMetadata');
  const stages = [];
  const client = new Client();
  client.onBootStatus(({ stage }) => stages.push(stage));
  await new Promise((resolve, reject) => {
    client.setUnrecoverableErrorHandler(reject);
    client.open(
      { fetchConnectionMetadata: async () => ({ ...metadata(), error: null }), WebSocketClass: WebSocket, context: null },
      ({ error }) => (error ? reject(error) : resolve()),
    );
  });
  client.destroy();
  const { HANDSHAKE, ACQUIRING, LOAD_BLOCK, COMPLETE } = api.BootStatus.Stage;
  const firstSightings = stages.filter((stage, index) => stages.indexOf(stage) === index);
  expect(firstSightings).toEqual([HANDSHAKE, ACQUIRING, LOAD_BLOCK, COMPLETE]);
});

test('two clients share a named channel; each newcomer sees what was said before', async () => {
  const [one, two] = await Promise.all([connect(REPL), connect(REPL)]);
  const first = await open(one, 'shell', 'together');
  first.channel.send({ input: 'echo shared-"$((40 + 2))"\r' });
  await eventually(() => first.output.includes('shared-42'), () => first.output);

  const second = await open(two, 'shell', 'together', ATTACH);
  expect(second.channel.id).toBe(first.channel.id);
  await eventually(() => second.output.includes('shared-42'), () => JSON.stringify(second.output));

  second.channel.send({ input: 'echo both-"$((1 + 1))"\r' });
  await eventually(() => first.output.includes('both-2') && second.output.includes('both-2'), () => first.output);

  leave(two);
  first.channel.send({ input: 'echo still-"$((2 + 2))"\r' });
  await eventually(() => first.output.includes('still-4'), () => first.output);
  leave(one);
});

test('a named channel outlives its last client', async () => {
  const one = await connect(REPL);
  const first = await open(one, 'shell', 'survivor');
  first.channel.send({ input: 'echo pid-"$$"-\r' });
  await eventually(() => /pid-\d+-/.test(first.output), () => first.output);
  const pid = /pid-(\d+)-/.exec(first.output)[1];
  leave(one);

  const two = await connect(REPL);
  const again = await open(two, 'shell', 'survivor', ATTACH_OR_CREATE);
  await eventually(() => again.output.includes(`pid-${pid}-`), () => again.output);
  leave(two);
});

test('an unknown service is refused by name', async () => {
  const client = await connect(REPL);
  await expect(
    new Promise((resolve, reject) => {
      client.setUnrecoverableErrorHandler(reject);
      client.openChannel({ service: 'teleport' }, ({ error }) => (error ? reject(error) : resolve()));
    }),
  ).rejects.toThrow(/teleport/);
});
