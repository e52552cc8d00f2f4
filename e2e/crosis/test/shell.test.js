const { connect, open, eventually, leaveAll } = require('../lib/client');

const REPL = `shell-${process.pid}-${Date.now()}`;
const CTRL_C = '\u0003';
const CTRL_Z = '\u001a';
let client;
let serial = 0;

beforeAll(async () => {
  client = await connect(REPL);
});
afterAll(leaveAll);

/** Types a line and waits for a mark that the shell itself has put together, so that the echo of the typing cannot pass for it. */
async function type(shell, line) {
  const mark = `mark-${++serial}`;
  shell.output = '';
  shell.channel.send({ input: `${line}; echo mark-"${serial}"\r` });
  await eventually(() => shell.output.includes(`${mark}\r\n`), () => JSON.stringify(shell.output));
  return shell.output;
}

/** Starts a program in the foreground and waits for its first word: a key pressed earlier would be the shell's. */
async function startSleep(shell) {
  shell.channel.send({ input: `sh -c 'echo started" "sleeping; exec sleep 600'\r` });
  await eventually(() => shell.output.includes('started sleeping\r\n'), () => shell.output);
}

const prompted = (shell) => eventually(() => /\$ $/.test(shell.output), () => JSON.stringify(shell.output));

test('greets with a prompt in the project folder', async () => {
  const shell = await open(client, 'shell');
  await prompted(shell);
  expect(await type(shell, 'pwd')).toContain('/home/runner/hello\r\n');
});

test('is a terminal of 24 by 80 that follows resizeTerm', async () => {
  const shell = await open(client, 'shell');
  await prompted(shell);
  expect(await type(shell, 'stty size')).toContain('24 80\r\n');
  shell.channel.send({ resizeTerm: { rows: 41, cols: 132 } });
  expect(await type(shell, 'stty size')).toContain('41 132\r\n');
});

test('Ctrl-C interrupts the foreground program and leaves the shell', async () => {
  const shell = await open(client, 'shell');
  await prompted(shell);
  shell.output = '';
  await startSleep(shell);
  shell.channel.send({ input: CTRL_C });
  expect(await type(shell, 'echo status $?')).toMatch(/status 130\r\n/);
});

test('has job control', async () => {
  const shell = await open(client, 'shell');
  await prompted(shell);
  shell.output = '';
  await startSleep(shell);
  shell.channel.send({ input: CTRL_Z });
  await eventually(() => /Stopped/.test(shell.output), () => shell.output);
  expect(await type(shell, 'jobs; kill -CONT %1; kill %1; wait %1')).toMatch(/\[1\]\+?\s+Stopped\s+sh -c .*sleep 600/);
  expect(await type(shell, 'jobs')).not.toContain('Running');
});

test('comes back after exit', async () => {
  const shell = await open(client, 'shell');
  await prompted(shell);
  const before = /pid (\d+)/.exec(await type(shell, 'echo pid $$'))[1];
  shell.output = '';
  shell.channel.send({ input: 'exit\r' });
  await eventually(() => /\$ $/.test(shell.output.slice(shell.output.indexOf('exit') + 4)), () => JSON.stringify(shell.output));
  const after = /pid (\d+)/.exec(await type(shell, 'echo pid $$'))[1];
  expect(after).not.toBe(before);
});
