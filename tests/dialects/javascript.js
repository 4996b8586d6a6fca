// Which patterns take which messages, as JavaScript says, with and without its flag `u`.
// In: a line of patterns, then lines of messages.
"use strict";

const lines = require("node:fs").readFileSync(0, "utf8").split("\n").filter((line) => line !== "");
const patterns = JSON.parse(lines.shift()).map((pattern) => ({
  pattern,
  ways: ["", "u"].flatMap((flag) => [
    new RegExp(pattern, flag),
    new RegExp(`^(?:${pattern})$`, flag),
    new RegExp(pattern, `y${flag}`),
  ]),
}));

function takers(message) {
  const taken = [];
  for (const [index, { pattern, ways }] of patterns.entries()) {
    const answers = ways.map((way) => {
      way.lastIndex = 0;
      return way.test(message);
    });
    if (new Set(answers).size > 1) {
      return `the ways to match ${pattern} differ`;
    }
    if (answers[0]) {
      taken.push(index);
    }
  }
  return taken;
}

for (const line of lines) {
  console.log(JSON.stringify(takers(JSON.parse(line))));
}
