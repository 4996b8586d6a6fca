#!/usr/bin/env node
// Starts the program of this platform, which npm has installed beside this package.

const { spawn } = require('node:child_process');
const { constants } = require('node:os');

const platform = `${process.platform}-${process.arch}`;
const suffix = process.platform === 'win32' ? '.exe' : '';
let program;
try {
  program = require.resolve(`apigw-local-${platform}/bin/apigw-local${suffix}`);
} catch {
  console.error(
    `apigw-local: the package apigw-local-${platform} is not installed. Install without --no-optional; ` +
      'where there is no package for the platform, `cargo install apigw-local` builds the program.',
  );
  process.exit(1);
}

const child = spawn(program, process.argv.slice(2), { stdio: 'inherit' });
// Ctrl-C in a terminal reaches the program too, which finishes its requests; a second one would stop it at once. Other signals reach
// this process alone.
process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`apigw-local: ${program} cannot be started: ${error.message}`);
  process.exit(1);
});
child.on('exit', (status, signal) => process.exit(signal ? 128 + constants.signals[signal] : status));
