const { api } = require('@replit/protocol');
const { connect, open, eventually, leave, leaveAll } = require('../lib/client');

const REPL = `exec-${process.pid}-${Date.now()}`;
const { Running, Stopped } = api.State;
let client;

beforeAll(async () => {
  client = await connect(REPL);
});
afterAll(leaveAll);

const exec = (service, args, more = {}) => service.channel.request({ exec: { args, ...more } });

test('runs a command in the project folder and answers ok after its output', async () => {
  const service = await open(client, 'exec');
  const reply = await exec(service, ['sh', '-c', 'echo out; echo err >&2; pwd']);
  expect(reply.body).toBe('ok');
  expect(service.output.split('\n').sort()).toEqual(['', '/home/runner/hello', 'err', 'out']);
  // The first is the greeting: what a newcomer needs to paint the right button.
  await eventually(() => service.states.length === 3, () => JSON.stringify(service.states));
  expect(service.states).toEqual([Stopped, Running, Stopped]);
});

test('uname says Linux', async () => {
  const service = await open(client, 'exec');
  await exec(service, ['uname', '-a']);
  expect(service.output).toMatch(/^Linux /);
});

test('a failing command is an error with its exit status', async () => {
  const service = await open(client, 'exec');
  const reply = await exec(service, ['sh', '-c', 'exit 3']);
  expect(reply.error).toBe('exit status 3');
});

test('a signalled command says so', async () => {
  const service = await open(client, 'exec');
  const reply = await exec(service, ['sh', '-c', 'kill -9 $$']);
  expect(reply.error).toBe('signal: killed');
});

test('a command that does not exist is named', async () => {
  const service = await open(client, 'exec');
  const reply = await exec(service, ['no-such-program']);
  expect(reply.error).toContain('"no-such-program"');
  expect(reply.error).toContain('not found');
});

test('an empty command is refused', async () => {
  const service = await open(client, 'exec');
  const reply = await exec(service, []);
  expect(reply.error).toMatch(/missing command/i);
});

test('env is per request', async () => {
  const service = await open(client, 'exec');
  await exec(service, ['sh', '-c', 'echo $REPLYARD_E2E_COLOUR'], { env: { REPLYARD_E2E_COLOUR: 'green' } });
  await exec(service, ['sh', '-c', 'echo [$REPLYARD_E2E_COLOUR]']);
  expect(service.output).toBe('green\n[]\n');
});

test('programs never see what pid1 was told', async () => {
  const service = await open(client, 'exec');
  await exec(service, ['env']);
  expect(service.output).toContain(`REPL_ID=${REPL}\n`);
  expect(service.output).not.toMatch(/REPLYARD_/);
});

test('a second command is refused while one runs, and queues when blocking', async () => {
  const service = await open(client, 'exec');
  const first = exec(service, ['sh', '-c', 'echo first; sleep 1; echo done']);
  await eventually(() => service.output.includes('first'), () => service.output);
  const refused = await exec(service, ['echo', 'no']);
  expect(refused.error).toMatch(/already running/);
  const second = exec(service, ['echo', 'second'], { blocking: true });
  const third = exec(service, ['echo', 'third'], { blocking: true });
  expect((await first).body).toBe('ok');
  expect((await second).body).toBe('ok');
  expect((await third).body).toBe('ok');
  expect(service.output).toBe('first\ndone\nsecond\nthird\n');
});

test('1 MB of output arrives whole, before the reply', async () => {
  const service = await open(client, 'exec');
  const reply = await exec(service, ['sh', '-c', 'seq 1 200000 | head -c 1000000']);
  expect(reply.body).toBe('ok');
  let expected = '';
  for (let i = 1; expected.length < 1_000_000; i++) expected += `${i}\n`;
  expect(service.output).toHaveLength(1_000_000);
  expect(service.output).toBe(expected.slice(0, 1_000_000));
});

test('output that is not UTF-8 is replaced, characters are never cut', async () => {
  const service = await open(client, 'exec');
  await exec(service, ['sh', '-c', "printf 'a\\377b'; for b in 360 237 220 242; do printf \"\\\\$b\"; sleep 0.05; done"]);
  expect(service.output).toBe('a\uFFFDb🐢');
});

test('clear ends the running command', async () => {
  const service = await open(client, 'exec');
  const reply = exec(service, ['sleep', '600']);
  await eventually(() => service.states.includes(Running), () => JSON.stringify(service.states));
  service.channel.send({ clear: {} });
  expect((await reply).error).toMatch(/^signal: (terminated|killed)$/);
});

test('an anonymous channel and its processes die with the client', async () => {
  const other = await connect(REPL);
  const doomed = await open(other, 'exec');
  const mark = `6${Date.now() % 1_000_000}`;
  doomed.channel.send({ exec: { args: ['sh', '-c', `sleep ${mark} & sleep ${mark}`] } });
  await eventually(() => doomed.states.includes(Running), () => 'Running');

  const watcher = await open(client, 'exec');
  const alive = async () => {
    watcher.output = '';
    await exec(watcher, ['sh', '-c', 'for c in /proc/[0-9]*/cmdline; do tr "\\0" " " <$c; echo; done 2>/dev/null']);
    return watcher.output.split('\n').filter((line) => line.trim() === `sleep ${mark}`).length;
  };
  expect(await alive()).toBeGreaterThan(0);
  leave(other);
  for (let tries = 0; (await alive()) > 0; tries++) {
    if (tries === 50) throw new Error('the processes outlived their client');
    await new Promise((wake) => setTimeout(wake, 100));
  }
});
