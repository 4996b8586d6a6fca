// The example behind the local gateway, with its console.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

/** Starts the program on these ports, or on free ones, with more options. `stop` ends it, and what it started; `memory` is what it
 * has of the machine's, in bytes. */
export async function start({ port = "0", consolePort, options = [], signal = "SIGKILL" } = {}) {
  const consoleOption = consolePort ? ["--console-port", consolePort] : [];
  const program = spawn("target/debug/carts", ["serve", "--port", port, ...consoleOption, ...options], { stdio: ["pipe", "pipe", "pipe"] });
  const gateway = await found(program.stdout, /^(?:\x1b\[\d+m)*(http:\/\/\S+?)(?:\x1b\[0m)? serves/);
  const console = await found(program.stderr, /the console is at (http:\/\/\S+)/);
  program.stdout.resume();
  program.stderr.resume();
  const stop = async () => {
    const ended = once(program, "exit");
    program.kill(signal);
    await ended;
  };
  const memory = () => {
    const status = readFileSync(`/proc/${program.pid}/status`, "utf8");
    return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)[1]);
  };
  return { gateway, console, stop, memory };
}

/** What the pattern's group takes of the first line that it matches. */
async function found(stream, pattern) {
  const lines = createInterface({ input: stream });
  const seen = [];
  for await (const line of lines) {
    seen.push(line);
    const match = pattern.exec(line);
    if (match) return match[1];
  }
  throw new Error(`no line matches ${pattern}:\n${seen.join("\n")}`);
}

/** Sends a request to the gateway, and gives its status. */
export async function send(gateway, method, path, body) {
  const headers = body === undefined ? {} : { "content-type": "application/json" };
  const response = await fetch(gateway + path, { method, body, headers });
  await response.arrayBuffer();
  return response.status;
}
