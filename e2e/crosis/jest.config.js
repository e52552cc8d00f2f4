// Two suites in one run: the tests that ship inside the official client, untouched, and ours that drive it through the services.
const shared = {
  testEnvironment: 'node',
  transform: {},
  haste: { retainAllFiles: true },
};

module.exports = {
  testTimeout: 60_000,
  maxWorkers: 2,
  projects: [
    {
      ...shared,
      displayName: 'official',
      roots: ['<rootDir>/node_modules/@replit/crosis/dist/__tests__'],
      testMatch: ['**/*.test.js'],
      testPathIgnorePatterns: [],
      setupFilesAfterEnv: ['<rootDir>/lib/officialScope.js'],
      // The package ships its tests but not the helper that mints their tokens.
      moduleNameMapper: { '^\\.\\./\\.\\./debug/genConnectionMetadata$': '<rootDir>/lib/connectionMetadata.js' },
    },
    {
      ...shared,
      displayName: 'services',
      roots: ['<rootDir>/test'],
      testMatch: ['**/*.test.js'],
    },
  ],
};
