// Stands where the official suite looks for its token minter. One Repl for the whole suite: its tests open many clients at once.
const { mint } = require('./token');

const gurl = process.env.REPLYARD_URL ?? 'ws://localhost:4560';
const id = process.env.CROSIS_REPL ?? 'crosis-official';

module.exports = () => ({
  token: mint({ id }),
  gurl,
  conmanURL: gurl.replace(/^ws/, 'http'),
  dotdevHostname: 'localhost',
});
